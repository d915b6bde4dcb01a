// SPDX-License-Identifier: Apache-2.0
#include "composition.hpp"
#include "report/confusion_matrix.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::validation_report {
namespace {

using report::Markup;

// The estimate of a recipe that is no point estimate has a name of its own.
bool is_mean(const Sheet::Row& row) {
  return row.cell("rule").find("bootstrap_mean") != std::string_view::npos;
}

report::ConfusionMatrix matrix(const Composition& at, const Sheet::Row& counts) {
  const Language& say = at.say;
  report::ConfusionMatrix matrix;
  matrix.heading = at.heading("confusion-matrix", say("Confusion matrix of the AI against the radiology reports",
                                                      "Ma trận nhầm lẫn của AI so với phiếu kết quả"));
  matrix.words = {.truth = say("Radiology report", "Phiếu kết quả"),
                  .prediction = say("AI result", "Kết quả AI"),
                  .truth_positive = say("abnormal", "bất thường"),
                  .truth_negative = say("normal", "bình thường"),
                  .predicted_positive = say("abnormal", "bất thường"),
                  .predicted_negative = say("normal", "bình thường"),
                  .total = say("total", "tổng"),
                  .true_positive = say("true positive", "dương tính thật"),
                  .false_negative = say("false negative", "âm tính giả"),
                  .false_positive = say("false positive", "dương tính giả"),
                  .true_negative = say("true negative", "âm tính thật"),
                  .of_row = say("of row", "của hàng")};
  matrix.tp = counts.count("tp");
  matrix.fp = counts.count("fp");
  matrix.fn = counts.count("fn");
  matrix.tn = counts.count("tn");
  return matrix;
}

constexpr std::array<std::string_view, 10> usual{
    "f1",         "sensitivity", "specificity",       "ppv",  "npv", "accuracy",
    "prevalence", "roc_auc",     "average_precision", "brier"};

bool is_usual(std::string_view measure) {
  return std::find(usual.begin(), usual.end(), measure) != usual.end();
}

// Those that papers give, or the others.
report::PageTable measures(const Composition& at, const std::string& group, bool wanted) {
  const Language& say = at.say;
  report::PageTable table;
  table.columns = {say("Measure", "Chỉ số"), say("Estimate", "Ước lượng"), say("Interval", "Khoảng tin cậy"),
                   say("Method of the interval", "Cách tính khoảng")};
  table.numeric = {false, true, true, false};
  for (const Sheet::Row& row : at.material.metrics->rows()) {
    if (row.cell("group") != group || is_usual(row.cell("measure")) != wanted) continue;
    Markup method = Markup::code(row.cell("method"));
    if (const auto reason = row.cell("reason"); !reason.empty()) method += " (" + Markup::given(reason) + ")";
    table.rows.push_back(
        {Markup::given(say.measure(row.cell("measure"))), say.number(row.number("estimate")), say.limits(row), method});
  }
  return table;
}

// A page for several models shows what each does.
void write_models(const Composition& at) {
  std::set<std::string> models;
  for (const Sheet::Row& row : at.material.metrics->rows()) {
    const std::string_view group = row.cell("group");
    if (group.starts_with("pipeline_hash=")) models.emplace(group);
  }
  for (const std::string& model : models) {
    at.page.folded(report::fill(at.say("Measures of one model alone: {0}", "Chỉ số của riêng một mô hình: {0}"),
                                {Markup::given(model)}),
                   measures(at, model, true));
  }
}

// "226 studies of 197 patients": n counts what the intervals are made over, the four counts are of studies.
Markup evaluated(const Composition& at, const Sheet::Row& first, const Sheet::Row& counts) {
  const Language& say = at.say;
  const Markup drawn =
      report::fill("{0} {1}", {say.count(first.count("n")), Markup::given(say.unit(first.cell("unit")))});
  std::uint64_t studies = 0;
  for (const char* name : {"tp", "fp", "fn", "tn"}) studies += counts.count(name).value_or(0);
  if (first.cell("unit") != "patient" || studies == 0) return drawn;
  return report::fill(say("{0} studies of {1}", "{0} ca chụp của {1}"), {say.count(studies), drawn});
}

}  // namespace

void write_accuracy(const Composition& at) {
  const Language& say = at.say;
  at.page.section("accuracy", say("Agreement with the radiology reports", "Mức độ phù hợp với phiếu kết quả"));
  const auto rows = at.material.metrics->rows();
  const auto counts = std::find_if(rows.begin(), rows.end(), [](const Sheet::Row& row) {
    return row.cell("group") == "all" && !row.cell("tp").empty();
  });
  if (counts != rows.end()) {
    at.show(matrix(at, *counts), report::draw_confusion_matrix,
            say("Confusion matrix. Rows are the radiology reports, columns the AI results; numbers are studies. "
                "Percentages are of the row.",
                "Ma trận nhầm lẫn. Hàng là phiếu kết quả, cột là kết quả AI; các số là số ca chụp. Tỷ lệ phần trăm "
                "tính theo hàng."));
  }
  report::PageTable table = measures(at, "all", true);
  const Sheet::Row first = *at.material.first();
  table.caption = report::fill(
      is_mean(first)
          ? say("Measures over {0}, with {1} confidence intervals. Estimates are means over the "
                "resamples, as the recipe of the paper has it.",
                "Các chỉ số trên {0}, với khoảng tin cậy {1}. Ước lượng là trung bình trên các mẫu "
                "bootstrap, theo cách của bài báo.")
          : say("Measures over {0}, with {1} confidence intervals.", "Các chỉ số trên {0}, với khoảng tin cậy {1}."),
      {evaluated(at, first, counts != rows.end() ? *counts : first),
       report::write_level(first.number("level"), say.numbers())});
  if (!table.rows.empty()) at.page.table(table);
  if (const report::PageTable others = measures(at, "all", false); !others.rows.empty())
    at.page.folded(say("Further measures", "Các chỉ số khác"), others);
  write_models(at);
}

}  // namespace cxrval::validation_report
