// SPDX-License-Identifier: Apache-2.0
#include "composition.hpp"
#include "report/interval_bars.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::validation_report {
namespace {

using report::Markup;

constexpr std::string_view class_prefix = "class=";

// The measure of the table that has rows of classes, such as ap@0.4; the first one.
std::optional<std::string> measure_of_classes(const Sheet& table) {
  for (const Sheet::Row& row : table.rows()) {
    if (row.cell("measure").starts_with("ap@") && row.cell("group").starts_with(class_prefix))
      return std::string(row.cell("measure"));
  }
  return std::nullopt;
}

report::IntervalBars bars(const Composition& at, const std::string& measure) {
  const Language& say = at.say;
  const std::string overlap = measure.substr(measure.find('@') + 1);
  report::IntervalBars drawn;
  drawn.heading =
      at.heading("lesion-ap", say("Average precision by finding", "Độ chính xác trung bình theo tổn thương"));
  drawn.words = {.x = say("Average precision at IoU ", "AP tại IoU ") + overlap,
                 .n = "",
                 .mean = say("mean over the findings", "trung bình các tổn thương"),
                 .missing = say("not defined", "không xác định"),
                 .no_data = say("no findings", "không có tổn thương")};
  const auto is_drawn = [&drawn](const std::string& name) {
    return std::any_of(drawn.rows.begin(), drawn.rows.end(), [&](const auto& bar) { return bar.label == name; });
  };
  for (const Sheet::Row& row : at.material.lesion_ap->rows()) {
    if (row.cell("measure") == "m" + measure && !drawn.mean) drawn.mean = row.number("estimate");
    if (row.cell("measure") != measure || !row.cell("group").starts_with(class_prefix)) continue;
    const std::string name(row.cell("group").substr(class_prefix.size()));
    // A further row of a finding has another interval.
    if (!is_drawn(name))
      drawn.rows.push_back({name, {}, {row.number("estimate"), row.number("low"), row.number("high")}});
  }
  return drawn;
}

report::PageTable values(const Composition& at) {
  const Language& say = at.say;
  report::PageTable table;
  table.caption = say("Measures of the lesion boxes.", "Các chỉ số của khung tổn thương.");
  table.columns = {say("Measure", "Chỉ số"), say("Group", "Nhóm"), say("Estimate", "Ước lượng"),
                   say("Lower limit", "Cận dưới"), say("Upper limit", "Cận trên")};
  table.numeric = {false, false, true, true, true};
  for (const Sheet::Row& row : at.material.lesion_ap->rows())
    table.rows.push_back({Markup::given(row.cell("measure")), Markup::given(row.cell("group")),
                          say.number(row.number("estimate")), say.number(row.number("low")),
                          say.number(row.number("high"))});
  return table;
}

}  // namespace

void write_lesions(const Composition& at) {
  if (!at.material.lesion_ap) return;
  const Language& say = at.say;
  at.page.section("lesions", say("Lesion detection", "Phát hiện tổn thương"));
  if (const auto measure = measure_of_classes(*at.material.lesion_ap)) {
    at.show(bars(at, *measure), report::draw_interval_bars,
            say("Average precision of the lesion boxes, with confidence intervals.",
                "Độ chính xác trung bình (AP) của khung tổn thương, kèm khoảng tin cậy."));
  }
  at.page.folded(say("All measures of lesions", "Mọi chỉ số về tổn thương"), values(at));
}

}  // namespace cxrval::validation_report
