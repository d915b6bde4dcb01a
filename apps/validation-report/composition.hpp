// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/number.hpp"
#include "cli/run.hpp"
#include "figure_files.hpp"
#include "language.hpp"
#include "material.hpp"
#include "options.hpp"
#include "report/page.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace cxrval::validation_report {

// What every part of the page has at hand.
struct Composition {
  const Options& options;
  const Material& material;
  const Language& say;
  report::Page& page;
  FigureFiles& files;
  cli::Run& run;

  report::Heading heading(std::string id, std::string title, std::string lead = "") const {
    report::Heading heading;
    heading.id = std::move(id);
    heading.title = std::move(title);
    heading.lead = std::move(lead);
    heading.numbers = say.numbers();
    return heading;
  }

  // The threshold of the measures, exact.
  std::string threshold() const {
    std::string exact = base::format_real(material.threshold.value());
    std::replace(exact.begin(), exact.end(), '.', say.numbers().point.front());
    return exact;
  }

  // Draws a figure for the page, for telephones and for --figures.
  template <class Data, class Draw>
  void show(Data data, Draw draw, const report::Markup& caption) const {
    constexpr double telephone = 358;
    const report::Figure wide = draw(data);
    data.heading.id += "-narrow";
    data.heading.width = telephone;
    page.figure(wide, draw(data), caption);
    files.write(wide);
  }

  // In place of a part whose table is not there.
  void missing(const char* option, const char* command) const {
    page.remark(report::fill(say("Not shown: its table was not given. {0} makes it, {1} reads it.",
                                 "Chưa có: thiếu bảng số liệu. Lệnh {0} tạo bảng, tuỳ chọn {1} đọc bảng."),
                             {report::Markup::code(command), report::Markup::code(option)}));
  }
  void missing_records() const {
    page.remark(report::fill(
        say("Not shown: the run records were not given. Each tool writes its own with {0}, {1} reads them.",
            "Chưa có: thiếu bản ghi lần chạy. Mỗi công cụ ghi bản ghi của mình khi có {0}, tuỳ chọn {1} đọc chúng."),
        {report::Markup::code("--run-dir runs"), report::Markup::code("--runs")}));
  }
};

// The parts of the page, each a section.
void write_summary(const Composition& at);
void write_validated(const Composition& at);
void write_flow(const Composition& at);
void write_accuracy(const Composition& at);
void write_distribution(const Composition& at);
void write_curves(const Composition& at);
void write_calibration(const Composition& at);
void write_thresholds(const Composition& at);
void write_subgroups(const Composition& at);
void write_left_open(const Composition& at);
void write_labels(const Composition& at);
void write_lesions(const Composition& at);
void write_times(const Composition& at);
void write_examples(const Composition& at);
void write_methods(const Composition& at);
void write_checklist(const Composition& at);
void write_provenance(const Composition& at);

}  // namespace cxrval::validation_report
