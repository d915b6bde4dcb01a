// SPDX-License-Identifier: Apache-2.0
#include "rows.hpp"

#include "cli/patient_table.hpp"
#include "stats/metric.hpp"

#include <array>
#include <utility>

namespace cxrval::eval_masks {
namespace {

Basis basis_of(const std::vector<stats::MaskCounts>& images, const stats::EmptyRules& rules) {
  Basis basis;
  basis.images = images.size();
  for (const stats::MaskCounts& counts : images) {
    basis.defined += stats::iou(counts, rules).has_value();
    basis.empty_truth += counts.truth == 0 && counts.predicted > 0;
    basis.empty_prediction += counts.truth > 0 && counts.predicted == 0;
    basis.both_empty += counts.either() == 0;
    basis.pixels.both += counts.both;
    basis.pixels.truth += counts.truth;
    basis.pixels.predicted += counts.predicted;
  }
  return basis;
}

std::string title(const std::string& measure) {
  using Entry = std::pair<const char*, const char*>;
  constexpr std::array<Entry, stats::mask_measures> titles{Entry{"mean_iou", "mean IoU"},
                                                           {"mean_dice", "mean Dice"},
                                                           {"pooled_iou", "pooled IoU"},
                                                           {"pooled_dice", "pooled Dice"}};
  for (const auto& [name, text] : titles) {
    if (measure == name) return text;
  }
  return measure;
}

table::Column number(const char* name) {
  return {name, table::Kind::number};
}

void write_sample(const Sample& sample, const study::ImageList& images, const Wanted& wanted,
                  cli::PatientTable& table) {
  const std::string fold = sample.fold.empty() ? "" : "fold=" + sample.fold;
  for (std::size_t i = 0; i < sample.images.size(); ++i) {
    const std::string& id = images.images()[sample.images[i]].id;
    const std::size_t end = id.find('\n');
    const boxes::Grid& size = sample.sizes[i];
    const auto side = [](int pixels) { return pixels == 0 ? std::string() : std::to_string(pixels); };
    for (std::size_t g = 0; g < sample.groups.size(); ++g) {
      const stats::MaskCounts& counts = sample.counts[g][i];
      table.write({id.substr(0, end), end == std::string::npos ? "" : id.substr(end + 1),
                   stats::group_text({fold, sample.groups[g]}), side(size.height), side(size.width),
                   std::to_string(counts.both), std::to_string(counts.either()), std::to_string(counts.truth),
                   std::to_string(counts.predicted), stats::number_cell(stats::iou(counts, wanted.empty)),
                   stats::number_cell(stats::dice(counts, wanted.empty))});
    }
  }
}

// Rows of a fold, or of all.
std::vector<Row> evaluate_sample(const Sample& sample, const stats::ImageDraws& draws, const Wanted& wanted) {
  std::vector<stats::Metric> metrics = stats::evaluate_masks(sample.counts, wanted.empty, draws, wanted.evaluation);
  const std::size_t rows_of_group = metrics.size() / sample.groups.size();
  std::vector<Row> rows;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    const std::size_t group = i / rows_of_group;
    stats::Metric& metric = metrics[i];
    metric.group = sample.groups[group];
    metric.rule += ';' + wanted.rule;
    if (!metric.estimate) {
      metric.reason = metric.measure.starts_with("mean") ? "every image is left out" : "no pixel in any mask";
    }
    rows.push_back({{std::move(metric)}, basis_of(sample.counts[group], wanted.empty)});
  }
  return rows;
}

// Of one row each, however many intervals it has.
void add_means(const std::vector<std::vector<Row>>& folds, const Wanted& wanted, std::vector<Row>& rows) {
  const std::size_t intervals = wanted.evaluation.intervals.size();
  for (std::size_t i = 0; i < folds.front().size(); i += intervals) {
    std::vector<const stats::Metric*> metrics;
    for (const std::vector<Row>& fold : folds) metrics.push_back(&fold[i].row.metric);
    stats::FoldMean mean = stats::mean_over_folds(metrics, wanted.ddof);
    mean.metric.group = stats::group_text({"folds=mean", mean.metric.group});
    mean.metric.rule += ';' + wanted.rule;
    rows.push_back({std::move(mean), std::nullopt});
  }
}

}  // namespace

std::vector<Row> evaluate(const std::vector<Sample>& samples, const std::vector<stats::ImageDraws>& draws,
                          const Wanted& wanted) {
  std::vector<std::vector<Row>> folds;
  std::vector<Row> rows;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    folds.push_back(evaluate_sample(samples[i], draws[i], wanted));
    for (const Row& row : folds.back()) {
      rows.push_back(row);
      if (!wanted.folds) continue;
      rows.back().row.metric.group = stats::group_text({"fold=" + samples[i].fold, row.row.metric.group});
    }
  }
  if (wanted.folds) add_means(folds, wanted, rows);
  return rows;
}

void write_table(const std::vector<Row>& rows, const Wanted& wanted, cli::Run& run) {
  std::vector<table::Column> columns;
  for (const stats::MetricColumn& column : stats::metric_columns()) {
    columns.push_back({std::string(column.name), column.number ? table::Kind::number : table::Kind::text});
  }
  if (wanted.folds) columns.push_back(number("standard_deviation"));
  for (const char* name : {"images", "defined", "empty_truth", "empty_prediction", "both_empty", "intersection",
                           "truth_pixels", "predicted_pixels"}) {
    columns.push_back(number(name));
  }
  table::Writer& table = run.create_table(std::move(columns));
  for (const auto& [row, basis] : rows) {
    std::vector<std::string> cells = stats::cells(row.metric);
    if (wanted.folds) cells.push_back(stats::number_cell(row.standard_deviation));
    const Basis counts = basis.value_or(Basis{});
    for (const std::uint64_t count :
         {counts.images, counts.defined, counts.empty_truth, counts.empty_prediction, counts.both_empty,
          counts.pixels.both, counts.pixels.truth, counts.pixels.predicted}) {
      cells.push_back(basis ? std::to_string(count) : "");
    }
    table.write(cells);
  }
}

void write_summary(const std::vector<Row>& rows, const std::string& basis, cli::Run& run) {
  base::ByteSink& text = run.create_output();
  for (const Row& each : rows) {
    stats::FoldMean row = each.row;
    row.metric.measure = title(row.metric.measure);
    text.write(stats::sentence(row) + '\n');
  }
  text.write(basis + '\n');
}

void write_images(const std::string& path, const std::vector<Sample>& samples, const study::ImageList& images,
                  const Wanted& wanted, cli::Run& run) {
  using deid::Treatment;
  cli::PatientTable table(run, "per-image", path,
                          {{{"sop_uid"},
                            number("frame"),
                            {"group"},
                            number("rows"),
                            number("columns"),
                            number("intersection"),
                            number("union"),
                            number("truth_pixels"),
                            number("predicted_pixels"),
                            number("iou"),
                            number("dice")},
                           {{"frame", Treatment::number},
                            {"group", Treatment::keep},
                            {"intersection", Treatment::number},
                            {"union", Treatment::number},
                            {"truth_pixels", Treatment::number},
                            {"predicted_pixels", Treatment::number},
                            {"iou", Treatment::number},
                            {"dice", Treatment::number}}});
  for (const Sample& sample : samples) write_sample(sample, images, wanted, table);
}

}  // namespace cxrval::eval_masks
