// SPDX-License-Identifier: Apache-2.0
#include "compose.hpp"

#include "base/base64.hpp"
#include "composition.hpp"
#include "provenance/hash.hpp"

#include <charconv>
#include <string>

namespace cxrval::validation_report {
namespace {

report::PageWords words(const Options& options, const Language& say) {
  report::PageWords words;
  words.language = say.code();
  words.title = options.title.empty() ? say("Validation of a chest X-ray AI against radiology reports",
                                            "Thẩm định AI X-quang ngực so với phiếu kết quả chẩn đoán hình ảnh")
                                      : options.title;
  words.contents = say("Contents", "Mục lục");
  words.figure = say("Figure", "Hình");
  words.table = say("Table", "Bảng");
  words.data = say("Data of this figure", "Số liệu của hình");
  return words;
}

std::string style_hash() {
  const std::string digits = provenance::sha256(report::style_sheet());
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    unsigned byte = 0;
    std::from_chars(digits.data() + i, digits.data() + i + 2, byte, 16);
    bytes += static_cast<char>(byte);
  }
  return base::encode_base64(bytes);
}

}  // namespace

void compose(const Options& given, cli::Run& run) {
  const Options options = resolved(given);
  const Material material = read_material(options, run);
  const Language say(options.language == "vi");
  report::Page page(words(options, say), style_hash());
  FigureFiles files(options.figures, run);
  const Composition at{options, material, say, page, files, run};
  page.subtitle(say("Made by cxrval from the tables and run records of one validation.",
                    "Do cxrval lập từ các bảng số liệu và bản ghi lần chạy của một đợt thẩm định."));
  write_summary(at);
  write_validated(at);
  write_flow(at);
  write_accuracy(at);
  write_distribution(at);
  write_curves(at);
  write_calibration(at);
  write_thresholds(at);
  write_subgroups(at);
  write_left_open(at);
  write_lesions(at);
  write_times(at);
  write_labels(at);
  write_examples(at);
  write_methods(at);
  write_checklist(at);
  write_provenance(at);
  const bool patients = !options.report_texts.empty() || !options.images.empty();
  run.create_output(patients ? base::Access::owner_only : base::Access::everyone).write(page.html());
}

}  // namespace cxrval::validation_report
