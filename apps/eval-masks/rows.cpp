// SPDX-License-Identifier: Apache-2.0
#include "rows.hpp"

#include "cli/patient_table.hpp"
#include "stats/metric.hpp"

#include <array>
#include <utility>

namespace cxrval::eval_masks {
namespace {

// Of one group: what the means and the pooled measures rest on.
struct Basis {
  std::uint64_t defined = 0;
  std::uint64_t empty_truth = 0;
  std::uint64_t empty_prediction = 0;
  std::uint64_t both_empty = 0;
  stats::MaskCounts pixels;
};

Basis basis_of(const std::vector<stats::MaskCounts>& images, const stats::EmptyRules& rules) {
  Basis basis;
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

}  // namespace

std::vector<stats::Metric> evaluate(const Sample& sample, const stats::ImageDraws& draws, const Wanted& wanted) {
  std::vector<stats::Metric> metrics = stats::evaluate_masks(sample.counts, wanted.empty, draws, wanted.evaluation);
  const std::size_t rows_of_group = metrics.size() / sample.groups.size();
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    stats::Metric& metric = metrics[i];
    metric.group = sample.groups[i / rows_of_group];
    metric.rule += ';' + wanted.rule;
    if (metric.estimate) continue;
    metric.reason = metric.measure.starts_with("mean") ? "every image is left out" : "no pixel in any mask";
  }
  return metrics;
}

void write_table(const std::vector<stats::Metric>& metrics, const Sample& sample, const Wanted& wanted, cli::Run& run) {
  std::vector<table::Column> columns;
  for (const stats::MetricColumn& column : stats::metric_columns()) {
    columns.push_back({std::string(column.name), column.number ? table::Kind::number : table::Kind::text});
  }
  for (const char* name : {"images", "defined", "empty_truth", "empty_prediction", "both_empty", "intersection",
                           "truth_pixels", "predicted_pixels"}) {
    columns.push_back(number(name));
  }
  table::Writer& table = run.create_table(std::move(columns));
  const std::size_t rows_of_group = metrics.size() / sample.groups.size();
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    const Basis basis = basis_of(sample.counts[i / rows_of_group], wanted.empty);
    std::vector<std::string> cells = stats::cells(metrics[i]);
    for (const std::uint64_t count :
         {std::uint64_t{sample.images.size()}, basis.defined, basis.empty_truth, basis.empty_prediction,
          basis.both_empty, basis.pixels.both, basis.pixels.truth, basis.pixels.predicted}) {
      cells.push_back(std::to_string(count));
    }
    table.write(cells);
  }
}

void write_summary(const std::vector<stats::Metric>& metrics, const std::string& basis, cli::Run& run) {
  base::ByteSink& text = run.create_output();
  for (stats::Metric metric : metrics) {
    metric.measure = title(metric.measure);
    text.write(stats::sentence(metric) + (metric.group == "all" ? "" : " [" + metric.group + ']') + '\n');
  }
  text.write(basis + '\n');
}

void write_images(const std::string& path, const Sample& sample, const study::ImageList& images, const Wanted& wanted,
                  cli::Run& run) {
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
  for (std::size_t i = 0; i < sample.images.size(); ++i) {
    const std::string& id = images.images()[sample.images[i]].id;
    const std::size_t end = id.find('\n');
    const boxes::Grid& size = sample.sizes[i];
    const auto side = [](int pixels) { return pixels == 0 ? std::string() : std::to_string(pixels); };
    for (std::size_t g = 0; g < sample.groups.size(); ++g) {
      const stats::MaskCounts& counts = sample.counts[g][i];
      table.write({id.substr(0, end), end == std::string::npos ? "" : id.substr(end + 1), sample.groups[g],
                   side(size.height), side(size.width), std::to_string(counts.both), std::to_string(counts.either()),
                   std::to_string(counts.truth), std::to_string(counts.predicted),
                   stats::number_cell(stats::iou(counts, wanted.empty)),
                   stats::number_cell(stats::dice(counts, wanted.empty))});
    }
  }
}

}  // namespace cxrval::eval_masks
