// SPDX-License-Identifier: Apache-2.0
#include "composition.hpp"
#include "report/calibration.hpp"
#include "report/curve.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::validation_report {
namespace {

using report::Markup;

// "Area under the ROC curve 0.912 (0.905 to 0.919)", where the metrics have it.
std::vector<std::string> notes(const Composition& at, std::initializer_list<const char*> measures) {
  std::vector<std::string> lines;
  for (const char* measure : measures) {
    const auto row = at.material.metric(measure);
    if (row) lines.push_back(at.say.measure(measure) + ' ' + at.say.interval(*row));
  }
  return lines;
}

std::vector<report::CurvePoint> points(const Material& material, std::string_view curve) {
  std::vector<report::CurvePoint> found;
  for (const Sheet::Row& row : material.curves->rows()) {
    if (row.cell("curve") != curve) continue;
    found.push_back({row.number("x").value_or(0), row.number("y"), row.number("low"), row.number("high")});
  }
  return found;
}

// Shares of the four counts, for estimates of the paper's recipe are means over resamples and no point of a curve.
class Counts {
 public:
  explicit Counts(const Material& material) {
    for (const Sheet::Row& row : material.metrics->rows()) {
      if (row.cell("group") != "all" || row.cell("tp").empty()) continue;
      tp_ = row.count("tp");
      fp_ = row.count("fp");
      fn_ = row.count("fn");
      tn_ = row.count("tn");
      return;
    }
  }

  std::optional<double> sensitivity() const { return share(tp_, fn_); }
  std::optional<double> false_positive_rate() const { return share(fp_, tn_); }
  std::optional<double> ppv() const { return share(tp_, fp_); }
  std::optional<double> prevalence() const { return share(sum(tp_, fn_), sum(fp_, tn_)); }

 private:
  using Count = std::optional<std::uint64_t>;

  static Count sum(Count a, Count b) { return a && b ? Count(*a + *b) : std::nullopt; }
  static std::optional<double> share(Count part, Count rest) {
    if (!part || !rest || (*part == 0 && *rest == 0)) return std::nullopt;
    const auto counted = static_cast<double>(*part);
    return counted / (counted + static_cast<double>(*rest));
  }

  Count tp_, fp_, fn_, tn_;
};

report::Curve roc(const Composition& at) {
  const Language& say = at.say;
  report::Curve curve;
  curve.heading = at.heading("roc", say("ROC curve", "Đường cong ROC"));
  curve.words = {.x = say("False positive rate (1 − specificity)", "Tỷ lệ dương tính giả (1 − độ đặc hiệu)"),
                 .y = say("Sensitivity", "Độ nhạy"),
                 .curve = say("AI probability", "xác suất của AI"),
                 .band = say("pointwise confidence band", "dải tin cậy theo từng điểm"),
                 .reference = say("no discrimination", "không phân biệt được"),
                 .point = say("operating point", "điểm vận hành"),
                 .no_data = say("no curve", "không có đường cong")};
  curve.points = points(at.material, "roc");
  curve.diagonal = true;
  curve.notes = notes(at, {"roc_auc"});
  const Counts counts(at.material);
  const auto across = counts.false_positive_rate();
  const auto up = counts.sensitivity();
  if (across && up) curve.operating_point = report::OperatingPoint{*across, *up, {}};
  return curve;
}

report::Curve precision_recall(const Composition& at) {
  const Language& say = at.say;
  report::Curve curve;
  curve.heading = at.heading("precision-recall", say("Precision-recall curve", "Đường cong precision-recall"));
  curve.words = {.x = say("Recall (sensitivity)", "Độ nhạy (recall)"),
                 .y = say("Precision (positive predictive value)", "Giá trị tiên đoán dương (precision)"),
                 .curve = say("AI probability", "xác suất của AI"),
                 .band = say("pointwise confidence band", "dải tin cậy theo từng điểm"),
                 .reference = say("share of abnormal studies", "tỷ lệ ca bất thường"),
                 .point = say("operating point", "điểm vận hành"),
                 .no_data = say("no curve", "không có đường cong")};
  curve.points = points(at.material, "precision_recall");
  curve.notes = notes(at, {"average_precision"});
  const Counts counts(at.material);
  curve.level_line = counts.prevalence();
  const auto recall = counts.sensitivity();
  const auto precision = counts.ppv();
  if (recall && precision) curve.operating_point = report::OperatingPoint{*recall, *precision, {}};
  return curve;
}

report::Calibration calibration(const Composition& at) {
  const Language& say = at.say;
  report::Calibration drawn;
  drawn.heading = at.heading("calibration", say("Calibration curve", "Đường hiệu chuẩn"));
  drawn.words = {.x = say("Mean predicted probability", "Xác suất dự đoán trung bình"),
                 .y = say("Observed share abnormal", "Tỷ lệ bất thường quan sát"),
                 .count = say("Studies", "Số ca chụp"),
                 .ideal = say("perfect calibration", "hiệu chuẩn hoàn hảo"),
                 .observed = say("bin", "khoảng"),
                 .no_data = say("no bins", "không có khoảng nào")};
  for (const Sheet::Row& row : at.material.calibration_bins->rows()) {
    drawn.bins.push_back(
        {.low = row.number("low").value_or(0),
         .high = row.number("high").value_or(0),
         .n = row.count("n").value_or(0),
         .mean_probability = row.number("mean_probability"),
         .observed = {row.number("observed"), row.number("observed_low"), row.number("observed_high")}});
  }
  drawn.notes = notes(at, {"brier", "calibration_slope", "calibration_in_the_large"});
  return drawn;
}

Markup roc_caption(const Composition& at) {
  const Language& say = at.say;
  if (!at.material.threshold)
    return say("ROC curve of the AI's probability, with the point at which the AI was run. ",
               "Đường cong ROC của xác suất do AI đưa ra, cùng điểm vận hành của AI. ");
  return report::fill(say("ROC curve of the AI's probability, with the point of a probability of at least {0}, which "
                          "the measures count as abnormal. ",
                          "Đường cong ROC của xác suất do AI đưa ra, cùng điểm ứng với xác suất từ {0} trở lên, mức "
                          "được các chỉ số coi là bất thường. "),
                      {Markup::given(at.threshold())});
}

// The row that says what "probability of at least t" does: that of the smallest threshold in the data from t on.
std::optional<Sheet::Row> rule_at(const std::vector<Sheet::Row>& descending, double least) {
  std::optional<Sheet::Row> found;
  for (const Sheet::Row& row : descending) {
    const auto threshold = row.number("threshold");
    if (threshold && *threshold < least) break;
    found = row;
  }
  return found;
}

}  // namespace

void write_curves(const Composition& at) {
  const Language& say = at.say;
  at.page.section("curves", say("Discrimination at every threshold", "Khả năng phân biệt ở mọi ngưỡng"));
  if (!at.material.curves) {
    at.missing("--curves", "bootstrap-f1 --curves curves.csv");
    return;
  }
  const char* const limits =
      say("Bands are percentiles of the resamples at each place: that the whole curve lies "
          "between them has a lower chance than their level.",
          "Dải tin cậy là phân vị của các mẫu bootstrap tại từng điểm: khả năng cả đường cong "
          "nằm trong dải thấp hơn mức tin cậy.");
  at.show(roc(at), report::draw_curve, roc_caption(at) + limits);
  at.show(precision_recall(at), report::draw_curve,
          Markup(say("Precision-recall curve of the same. ", "Đường cong precision-recall tương ứng. ")) + limits);
}

void write_calibration(const Composition& at) {
  const Language& say = at.say;
  at.page.section("calibration-of-probabilities", say("Calibration", "Hiệu chuẩn xác suất"));
  if (!at.material.calibration_bins) {
    at.missing("--calibration-bins", "bootstrap-f1 --calibration-bins calibration_bins.csv");
    return;
  }
  at.show(calibration(at), report::draw_calibration,
          say("Calibration: of the studies to which the AI gave about the same probability, the share with an abnormal "
              "report. Below, how many studies each bin has.",
              "Hiệu chuẩn: trong các ca chụp được AI cho xác suất gần bằng nhau, tỷ lệ ca có phiếu kết quả bất thường. "
              "Phía dưới là số ca chụp của mỗi khoảng."));
}

void write_thresholds(const Composition& at) {
  const Language& say = at.say;
  at.page.section("thresholds", say("Other thresholds", "Các ngưỡng khác"));
  if (!at.material.thresholds) {
    at.missing("--thresholds", "bootstrap-f1 --thresholds thresholds.csv");
    return;
  }
  report::PageTable table;
  table.caption =
      say("What the AI would do if a study counted as abnormal from a given probability on. For a threshold "
          "that is chosen from this table its numbers are too good.",
          "Kết quả của AI nếu ca chụp được coi là bất thường từ một mức xác suất trở lên. Nếu chọn ngưỡng "
          "từ chính bảng này thì các con số sẽ lạc quan quá mức.");
  table.columns = {say("Probability ≥", "Xác suất ≥"),
                   "TP",
                   "FP",
                   "FN",
                   "TN",
                   say.measure("sensitivity"),
                   say.measure("specificity"),
                   say("PPV", "PPV"),
                   say("NPV", "NPV"),
                   "F1"};
  table.numeric.assign(table.columns.size(), true);
  const std::vector<Sheet::Row> rows = at.material.thresholds->rows();
  for (int step = 1; step < threshold_steps; ++step) {
    const double least = static_cast<double>(step) / threshold_steps;
    const auto row = rule_at(rows, least);
    if (!row) continue;
    std::vector<Markup> cells{say.number(least, 2)};
    for (const char* count : {"tp", "fp", "fn", "tn"}) cells.emplace_back(say.count(row->count(count)));
    for (const char* measure : {"sensitivity", "specificity", "ppv", "npv", "f1"})
      cells.emplace_back(say.number(row->number(measure)));
    table.rows.push_back(std::move(cells));
  }
  at.page.table(table);
}

}  // namespace cxrval::validation_report
