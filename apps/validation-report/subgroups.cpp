// SPDX-License-Identifier: Apache-2.0
#include "composition.hpp"
#include "report/bounds.hpp"
#include "report/forest.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::validation_report {
namespace {

using report::Markup;

constexpr std::array<const char*, 3> drawn_measures{"f1", "sensitivity", "specificity"};

std::string column_name(const Language& say, std::string_view column) {
  if (column == "sex") return say("Sex", "Giới");
  if (column == "age_band") return say("Age", "Tuổi");
  if (column == "month") return say("Month", "Tháng");
  return std::string(column);
}

std::string group_name(const Language& say, std::string_view column, std::string_view group) {
  if (group.empty()) return say("not given", "không rõ");
  if (column == "sex" && group == "F") return say("female", "nữ");
  if (column == "sex" && group == "M") return say("male", "nam");
  return std::string(group);
}

// What the numbers of a column count.
std::string unit_title(const Language& say, std::string_view unit) {
  return unit == "patient" ? say("Patients", "Bệnh nhân") : say("Studies", "Ca chụp");
}

report::Estimate estimate_of(const Sheet::Row& row) {
  return {row.number("estimate"), row.number("low"), row.number("high")};
}

report::Forest forest(const Composition& at, const std::string& measure) {
  const Language& say = at.say;
  const std::string name = say.measure(measure);
  report::Forest drawn;
  drawn.heading = at.heading("subgroups-" + measure, name + say(" by subgroup", " theo phân nhóm"));
  drawn.words = {.group = say("Subgroup", "Phân nhóm"),
                 .n = unit_title(say, at.material.first()->cell("unit")),
                 .estimate = name,
                 .x = name,
                 .overall = say("all", "tất cả"),
                 .no_data = say("no subgroups", "không có phân nhóm")};
  drawn.note_title = say("p, Holm", "p, Holm");
  std::string column;
  for (const Sheet::Row& row : at.material.subgroups->rows()) {
    if (row.cell("measure") != measure) continue;
    if (row.cell("column") != column || drawn.rows.empty()) {
      column = row.cell("column");
      report::ForestRow header;
      header.label = column_name(say, column);
      header.header = true;
      if (const auto p = row.number("interaction_p_holm")) header.note = say.p_value(p);
      drawn.rows.push_back(std::move(header));
    }
    report::ForestRow group;
    group.label = group_name(say, column, row.cell("group"));
    group.n = row.count("n");
    group.estimate = estimate_of(row);
    drawn.rows.push_back(std::move(group));
  }
  if (const auto all = at.material.metric(measure)) {
    drawn.overall.label = say("All", "Tất cả");
    drawn.overall.n = all->count("n");
    drawn.overall.estimate = estimate_of(*all);
  }
  return drawn;
}

bool has_measure(const Sheet& subgroups, std::string_view measure) {
  const auto rows = subgroups.rows();
  return std::any_of(rows.begin(), rows.end(), [&](const Sheet::Row& row) { return row.cell("measure") == measure; });
}

struct Question {
  const char* group;  // without "low" and "high"
  const char* english;
  const char* vietnamese;
};

constexpr std::array questions{
    Question{"missing_labels=", "unmatched studies: any report", "ca chụp chưa ghép: phiếu kết quả bất kỳ"},
    Question{"missing_results=", "unmatched reports: any AI result", "phiếu kết quả chưa ghép: kết quả AI bất kỳ"},
    Question{"missing_both=", "both", "cả hai"},
    Question{"ambiguous=", "ambiguous pairs: any pairing", "cặp không chắc chắn: cách ghép bất kỳ"}};

constexpr std::array variants{
    Question{"ambiguous=dropped", "without ambiguous pairs", "bỏ các cặp không chắc chắn"},
    Question{"indeterminate=positive", "studies without AI result: AI abnormal",
             "ca không có kết quả AI: coi là bất thường"},
    Question{"indeterminate=negative", "studies without AI result: AI normal",
             "ca không có kết quả AI: coi là bình thường"},
    Question{"verification=begg_greenes", "corrected for missing reports", "hiệu chỉnh theo phiếu kết quả bị thiếu"}};

report::Bounds bounds(const Composition& at, const std::string& measure) {
  const Language& say = at.say;
  const std::string name = say.measure(measure);
  report::Bounds drawn;
  drawn.heading =
      at.heading("bounds-" + measure, name + say(": what the matching left open", ": điều việc ghép cặp để ngỏ"));
  drawn.words = {.x = name,
                 .estimate = say("estimate with confidence interval", "ước lượng và khoảng tin cậy"),
                 .bounds = say("lowest to highest possible", "thấp nhất đến cao nhất có thể"),
                 .reference = say("the pairs", "các cặp đã ghép"),
                 .no_data = say("nothing left open", "không có gì để ngỏ")};
  const auto add = [&](const char* label, std::string_view group) {
    const auto row = at.material.metric(measure, group);
    if (row) drawn.rows.push_back({label, estimate_of(*row), {}, {}});
  };
  add(say("the pairs", "các cặp đã ghép"), "all");
  for (const Question& question : questions) {
    const auto low = at.material.metric(measure, question.group + std::string("low"));
    const auto high = at.material.metric(measure, question.group + std::string("high"));
    if (!low || !high) continue;
    drawn.rows.push_back(
        {say(question.english, question.vietnamese), {}, low->number("estimate"), high->number("estimate")});
  }
  for (const Question& variant : variants) add(say(variant.english, variant.vietnamese), variant.group);
  drawn.reference = at.material.metric(measure)->number("estimate");
  return drawn;
}

}  // namespace

void write_subgroups(const Composition& at) {
  const Language& say = at.say;
  at.page.section("subgroups", say("Subgroups", "Phân nhóm"));
  if (!at.material.subgroups) {
    at.missing("--subgroups", "bootstrap-f1 --group sex --group age_band --subgroups subgroups.csv");
    return;
  }
  for (const char* measure : drawn_measures) {
    if (!has_measure(*at.material.subgroups, measure)) continue;
    at.show(
        forest(at, measure), report::draw_forest,
        report::fill(say("{0} by subgroup, with confidence intervals. p: the test that it is the same in all groups "
                         "of the column, adjusted by Holm over the columns.",
                         "{0} theo phân nhóm, kèm khoảng tin cậy. p: kiểm định giả thuyết chỉ số bằng nhau ở mọi "
                         "nhóm của cột, hiệu chỉnh Holm theo số cột."),
                     {Markup::given(say.measure(measure))}));
  }
}

void write_left_open(const Composition& at) {
  const Language& say = at.say;
  at.page.section("left-open", say("What the matching left open", "Điều việc ghép cặp để ngỏ"));
  bool any = false;
  for (const char* measure : drawn_measures) {
    if (!at.material.metric(measure)) continue;
    const report::Bounds drawn = bounds(at, measure);
    if (drawn.rows.size() < 2) continue;
    any = true;
    at.show(
        drawn, report::draw_bounds,
        report::fill(say("{0}: how far it can move by what nobody knows. Bars reach from the smallest to the largest "
                         "value over all answers that the missing records may have, and over all pairings that were "
                         "nearly as good.",
                         "{0}: mức dao động tối đa do những điều chưa biết. Thanh kéo dài từ giá trị nhỏ nhất đến "
                         "lớn nhất trên mọi kết quả mà các bản ghi thiếu có thể có, và trên mọi cách ghép gần tốt "
                         "bằng."),
                     {Markup::given(say.measure(measure))}));
  }
  if (!any)
    at.missing("--metrics",
               "bootstrap-f1 --unmatched-studies … --unmatched-reports … --indeterminate both --alternatives …");
}

}  // namespace cxrval::validation_report
