// SPDX-License-Identifier: Apache-2.0
#include "report/distribution.hpp"

#include "composition.hpp"

#include <optional>
#include <string>

namespace cxrval::validation_report {
namespace {

using report::Markup;

bool has_bins(const Material& material, std::string_view measure) {
  for (const Sheet::Row& row : material.histogram->rows()) {
    if (row.cell("measure") == measure) return true;
  }
  return false;
}

// The first measure of all studies that the histogram has.
std::optional<Sheet::Row> drawn_measure(const Material& material) {
  for (const Sheet::Row& row : material.metrics->rows()) {
    if (row.cell("group") == "all" && has_bins(material, row.cell("measure"))) return row;
  }
  return std::nullopt;
}

report::Distribution distribution(const Composition& at, const Sheet::Row& row) {
  const Language& say = at.say;
  const std::string measure = say.measure(row.cell("measure"));
  const std::string level = report::write_level(row.number("level"), say.numbers());
  report::Distribution drawn;
  drawn.heading =
      at.heading("bootstrap-distribution", say("Bootstrap distribution: ", "Phân bố bootstrap: ") + measure);
  drawn.words = {.value = measure,
                 .count = say("Resamples", "Số mẫu bootstrap"),
                 .estimate = say("estimate", "ước lượng"),
                 .mean = say("bootstrap mean", "trung bình bootstrap"),
                 .low = say("lower limit, ", "cận dưới, ") + level,
                 .high = say("upper limit, ", "cận trên, ") + level,
                 .undefined = say("undefined, left out", "không xác định, bỏ qua"),
                 .no_data = say("no resamples", "không có mẫu bootstrap")};
  for (const Sheet::Row& bin : at.material.histogram->rows()) {
    if (bin.cell("measure") != row.cell("measure")) continue;
    drawn.bins.push_back(
        {bin.number("low").value_or(0), bin.number("high").value_or(0), bin.count("resamples").value_or(0)});
  }
  if (!row.cell("resamples").empty()) drawn.undefined = row.count("undefined").value_or(0);
  // With the paper's recipe the estimate is the mean, which is drawn once.
  const bool is_mean = row.cell("rule").find("bootstrap_mean") != std::string_view::npos;
  if (!is_mean) drawn.estimate = row.number("estimate");
  drawn.mean = row.number("bootstrap_mean");
  drawn.low = row.number("low");
  drawn.high = row.number("high");
  return drawn;
}

}  // namespace

void write_distribution(const Composition& at) {
  const Language& say = at.say;
  at.page.section("bootstrap", say("Uncertainty of the estimate", "Độ bất định của ước lượng"));
  const auto row = at.material.histogram ? drawn_measure(at.material) : std::nullopt;
  if (!row) {
    at.missing("--histogram", "bootstrap-f1 --histogram histogram.csv");
    return;
  }
  at.show(
      distribution(at, *row), report::draw_distribution,
      report::fill(say("{0} in {1} bootstrap resamples of {2} {3}; the shaded range is the {4} confidence interval.",
                       "{0} trên {1} mẫu bootstrap của {2} {3}; vùng tô màu là khoảng tin cậy {4}."),
                   {Markup::given(say.measure(row->cell("measure"))), say.count(row->count("resamples")),
                    say.count(row->count("n")), Markup::given(say.unit(row->cell("unit"))),
                    report::write_level(row->number("level"), say.numbers())}));
}

}  // namespace cxrval::validation_report
