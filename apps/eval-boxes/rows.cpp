// SPDX-License-Identifier: Apache-2.0
#include "rows.hpp"

#include "base/number.hpp"
#include "stats/metric.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::eval_boxes {
namespace {

using stats::BoxKind;
using stats::BoxMeasure;

// Of one class or of all: average precision at each IoU and over all of them, FROC, the thresholds.
void add_measures(std::optional<std::size_t> part, const Wanted& wanted, std::vector<BoxMeasure>& measures) {
  for (std::size_t i = 0; i < wanted.ious.size(); ++i) measures.push_back({BoxKind::average_precision, part, i});
  if (wanted.ious.size() > 1) measures.push_back({BoxKind::average_precision, part});
  for (const double rate : wanted.rules.rates) measures.push_back({BoxKind::froc_sensitivity, part, {}, rate});
  measures.push_back({BoxKind::froc_mean, part});
  for (const double score : wanted.scores) {
    for (const BoxKind kind : {BoxKind::precision, BoxKind::recall, BoxKind::f1, BoxKind::false_alarms_per_image}) {
      measures.push_back({kind, part, {}, score});
    }
  }
}

bool at_score(const BoxMeasure& measure) {
  return measure.kind != BoxKind::average_precision && measure.kind != BoxKind::froc_sensitivity &&
         measure.kind != BoxKind::froc_mean;
}

// A mean over classes or IoUs, and FROC, are of no single table of counts.
bool has_counts(const BoxMeasure& measure) {
  return at_score(measure) ||
         (measure.kind == BoxKind::average_precision && measure.class_index.has_value() && measure.iou.has_value());
}

std::string why_undefined(const Row& row) {
  if (row.measure.kind == BoxKind::average_precision && !row.measure.class_index) return "no class has a true box";
  if (row.measure.kind == BoxKind::precision) return "no box of such a score";
  return row.truths == 0 ? "no true box" : "undefined";
}

void describe(Row& row, const stats::BoxSample& sample, const std::vector<std::string>& classes, const Wanted& wanted) {
  const std::vector<std::uint8_t> once(sample.images, 1);
  const BoxMeasure& measure = row.measure;
  const stats::BoxOutcomes& boxes = !measure.class_index ? sample.together
                                    : measure.iou        ? sample.classes[*measure.class_index][*measure.iou]
                                                         : sample.classes[*measure.class_index].front();
  row.images = sample.images;
  row.truths = boxes.truths(once);
  row.truth_images = boxes.images_with_truth();
  row.counts = at_score(measure) ? boxes.at_score(once, measure.at) : boxes.all(once);
  row.metric.group = measure.class_index ? "class=" + classes[*measure.class_index] : "all";
  if (measure.kind != BoxKind::average_precision) {
    row.metric.rule += ";at_iou=" + base::format_real(sample.ious.front());
  } else if (!measure.iou) {
    row.metric.rule += ";ious=";
    for (const double iou : sample.ious)
      row.metric.rule += (iou == sample.ious.front() ? "" : "+") + base::format_real(iou);
  }
  row.metric.rule += ';' + rule_text(wanted);
  if (!row.metric.estimate) row.metric.reason = why_undefined(row);
}

std::string title(const stats::Metric& metric) {
  if (metric.measure.starts_with("ap@")) return "AP" + metric.measure.substr(2);
  if (metric.measure.starts_with("map@")) return "mAP" + metric.measure.substr(3);
  return metric.measure;
}

}  // namespace

std::vector<Row> evaluate(const stats::BoxSample& sample, const std::vector<std::string>& classes,
                          const stats::ImageDraws& draws, const Wanted& wanted) {
  std::vector<BoxMeasure> measures;
  add_measures(std::nullopt, wanted, measures);
  for (std::size_t c = 0; c < classes.size(); ++c) add_measures(c, wanted, measures);
  check_resampled(measures.size(), wanted);
  std::vector<stats::Metric> metrics = stats::evaluate_boxes(sample, wanted.rules, measures, draws, wanted.evaluation);
  const std::size_t intervals = wanted.evaluation.intervals.size();
  std::vector<Row> rows;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    rows.push_back({std::move(metrics[i]), measures[i / intervals], 0, 0, 0, {}});
    describe(rows.back(), sample, classes, wanted);
  }
  return rows;
}

std::vector<table::Column> metric_columns() {
  std::vector<table::Column> columns;
  for (const stats::MetricColumn& column : stats::metric_columns()) {
    columns.push_back({std::string(column.name), column.number ? table::Kind::number : table::Kind::text});
  }
  return columns;
}

void write_table(const std::vector<Row>& rows, cli::Run& run) {
  std::vector<table::Column> columns = metric_columns();
  const auto tp =
      std::find_if(columns.begin(), columns.end(), [](const table::Column& each) { return each.name == "tp"; });
  const auto hits = static_cast<std::size_t>(tp - columns.begin());
  for (const char* name : {"images", "truth_images", "truths", "boxes"}) columns.push_back({name, table::Kind::number});
  table::Writer& table = run.create_table(std::move(columns));
  for (const Row& row : rows) {
    std::vector<std::string> cells = stats::cells(row.metric);
    if (has_counts(row.measure)) {
      cells[hits] = std::to_string(row.counts.hits);
      cells[hits + 1] = std::to_string(row.counts.false_alarms());
      cells[hits + 2] = std::to_string(row.truths - row.counts.hits);
    }
    cells.push_back(std::to_string(row.images));
    cells.push_back(std::to_string(row.truth_images));
    cells.push_back(std::to_string(row.truths));
    cells.push_back(std::to_string(row.counts.boxes));
    table.write(cells);
  }
}

void write_summary(const std::vector<Row>& rows, const std::string& basis, cli::Run& run) {
  base::ByteSink& text = run.create_output();
  for (const Row& row : rows) {
    stats::Metric metric = row.metric;
    metric.measure = title(metric);
    text.write(stats::sentence(metric) + (metric.group == "all" ? "" : " [" + metric.group + ']') + '\n');
  }
  text.write(basis + '\n');
}

}  // namespace cxrval::eval_boxes
