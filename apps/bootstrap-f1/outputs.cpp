// SPDX-License-Identifier: Apache-2.0
#include "outputs.hpp"

#include "base/number.hpp"
#include "histogram.hpp"
#include "plot.hpp"
#include "stats/calibration.hpp"
#include "stats/curve.hpp"
#include "stats/metric.hpp"
#include "stats/proportion.hpp"
#include "stats/roc.hpp"
#include "stats/score_resamples.hpp"

#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace cxrval::bootstrap_f1 {
namespace {

using stats::Confusion;
using stats::Measure;

std::vector<table::Column> numbers(const std::vector<std::string>& names) {
  std::vector<table::Column> columns;
  for (const std::string& name : names) columns.push_back({name, table::Kind::number});
  return columns;
}

void append(std::vector<std::string>& cells, const stats::Interval& interval) {
  for (const auto& number : {interval.estimate, interval.low, interval.high})
    cells.push_back(stats::number_cell(number));
}

class Outputs {
 public:
  Outputs(const Material& material, const Options& options, const stats::Evaluation& wanted, cli::Run& run)
      : material_(material), options_(options), wanted_(wanted), run_(run) {}

  void write_draws() const {
    std::vector<std::string> names{"resample"};
    for (const Measure measure : wanted_.measures) names.emplace_back(stats::name(measure));
    for (const stats::ScoreMeasure& measure : wanted_.score_measures) names.push_back(stats::name(measure));
    table::Writer& table = run_.create_table("draws", options_.draws, numbers(names));
    const auto counts = resampled_counts();
    const auto scores = resampled_scores();
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < wanted_.resamples; ++i) {
      cells.assign(1, std::to_string(i));
      for (const Measure measure : wanted_.measures)
        cells.push_back(stats::number_cell(stats::value(measure, counts[i])));
      for (const auto& values : scores) cells.push_back(stats::number_cell(values[i]));
      table.write(cells);
    }
  }

  void write_histogram() const {
    std::vector<table::Column> columns = numbers({"low", "high", "resamples"});
    columns.insert(columns.begin(), {"measure", table::Kind::text});
    table::Writer& table = run_.create_table("histogram", options_.histogram, std::move(columns));
    const auto write = [&table](const std::string& measure, const stats::Distribution& drawn) {
      for (const Bin& bin : histogram(drawn.values)) {
        table.write(std::vector<std::string>{measure, base::format_real(bin.low), base::format_real(bin.high),
                                             std::to_string(bin.count)});
      }
    };
    const auto counts = resampled_counts();
    for (const Measure measure : wanted_.measures)
      write(std::string(stats::name(measure)), stats::distribution(measure, counts));
    const auto scores = resampled_scores();
    for (std::size_t i = 0; i < scores.size(); ++i)
      write(stats::name(wanted_.score_measures[i]), stats::distribution(scores[i]));
  }

  void write_curves() const {
    std::vector<table::Column> columns = numbers({"x", "y", "low", "high", "undefined"});
    columns.insert(columns.begin(), {"curve", table::Kind::text});
    table::Writer& table = run_.create_table("curves", options_.curves, std::move(columns));
    const stats::Scored scored = all_scored();
    stats::BandDesign design{stats::score_resampling(wanted_), wanted_.level};
    design.quantile_type = wanted_.quantile_type;
    const auto write = [&table](const std::string& curve, const std::vector<stats::BandPoint>& points) {
      for (const stats::BandPoint& point : points) {
        table.write(std::vector<std::string>{curve, base::format_real(point.x), stats::number_cell(point.estimate),
                                             stats::number_cell(point.low), stats::number_cell(point.high),
                                             std::to_string(point.undefined)});
      }
    };
    write("roc", stats::roc_band(scored, design));
    write("precision_recall", stats::precision_recall_band(scored, design));
  }

  void write_thresholds() const {
    table::Writer& table =
        run_.create_table("thresholds", options_.thresholds,
                          numbers({"threshold", "tp", "fp", "fn", "tn", "sensitivity", "sensitivity_low",
                                   "sensitivity_high", "specificity", "specificity_low", "specificity_high", "ppv",
                                   "ppv_low", "ppv_high", "npv", "npv_low", "npv_high", "f1", "youden"}));
    const stats::Scored scored = all_scored();
    const std::vector<std::uint32_t> once(scored.size(), 1);
    const stats::RocCurve curve = stats::roc_curve(scored, once);
    for (const stats::RocPoint& point : curve.points) {
      const Confusion c{point.tp, point.fp, curve.positives - point.tp, curve.negatives - point.fp};
      std::vector<std::string> cells{std::isfinite(point.threshold) ? base::format_real(point.threshold) : "",
                                     std::to_string(c.tp), std::to_string(c.fp), std::to_string(c.fn),
                                     std::to_string(c.tn)};
      for (const auto& [part, others] : {std::pair{c.tp, c.fn}, {c.tn, c.fp}, {c.tp, c.fp}, {c.tn, c.fn}})
        append(cells, share(part, part + others));
      cells.push_back(stats::number_cell(stats::value(Measure::f1, c)));
      cells.push_back(stats::number_cell(stats::value(Measure::youden, c)));
      table.write(cells);
    }
  }

  void write_calibration_bins() const {
    table::Writer& table = run_.create_table(
        "calibration-bins", options_.calibration_bins,
        numbers({"low", "high", "n", "positives", "mean_probability", "observed", "observed_low", "observed_high"}));
    for (const stats::CalibrationBin& bin : stats::calibration_bins(all_scored(), {})) {
      std::vector<std::string> cells{base::format_real(bin.low), base::format_real(bin.high), std::to_string(bin.n),
                                     std::to_string(bin.positives), stats::number_cell(bin.mean_probability)};
      append(cells, share(bin.positives, bin.n));
      table.write(cells);
    }
  }

 private:
  // None without a measure of counts.
  std::vector<Confusion> resampled_counts() const {
    return stats::resample(material_.all, wanted_.measures.empty() ? 0 : wanted_.resamples, wanted_.seed);
  }

  // By measure of probabilities.
  std::vector<stats::ResampleValues> resampled_scores() const {
    if (wanted_.score_measures.empty()) return {};
    return stats::resample_values(all_scored(), wanted_.score_measures, stats::score_resampling(wanted_));
  }

  // Wilson's limits take studies as independent: where patients have several, there are none.
  stats::Interval share(std::uint64_t part, std::uint64_t whole) const {
    stats::Interval interval = stats::proportion_interval(part, whole, wanted_.level);
    if (material_.unit == stats::Unit::patient) interval.low = interval.high = std::nullopt;
    return interval;
  }

  stats::Scored all_scored() const { return material_.cohort.scored({}, material_.unit == stats::Unit::patient); }

  const Material& material_;
  const Options& options_;
  const stats::Evaluation& wanted_;
  cli::Run& run_;
};

}  // namespace

void write_outputs(const Material& material, const Options& options, const stats::Evaluation& wanted, cli::Run& run) {
  const Outputs outputs(material, options, wanted, run);
  if (!options.draws.empty()) outputs.write_draws();
  if (!options.histogram.empty()) outputs.write_histogram();
  if (!options.curves.empty()) outputs.write_curves();
  if (!options.thresholds.empty()) outputs.write_thresholds();
  if (!options.calibration_bins.empty()) outputs.write_calibration_bins();
}

void plot_first(const Material& material, const stats::Evaluation& wanted, const stats::Metric& first, cli::Run& run) {
  stats::Distribution drawn;
  if (!wanted.measures.empty()) {
    const auto resamples = stats::resample(material.all, wanted.resamples, wanted.seed);
    drawn = stats::distribution(wanted.measures.front(), resamples);
  } else {
    const stats::Scored scored = material.cohort.scored({}, material.unit == stats::Unit::patient);
    const std::span<const stats::ScoreMeasure> measure(wanted.score_measures.data(), 1);
    drawn = stats::distribution(stats::resample_values(scored, measure, stats::score_resampling(wanted)).front());
  }
  run.note(stats::subject(first) + " in " + std::to_string(drawn.values.size()) + " resamples");
  for (const std::string& line : plot(drawn.values, {first.estimate, first.low, first.high})) run.note(line);
}

}  // namespace cxrval::bootstrap_f1
