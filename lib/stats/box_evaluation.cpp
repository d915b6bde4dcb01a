// SPDX-License-Identifier: Apache-2.0
#include "stats/box_evaluation.hpp"

#include "base/number.hpp"
#include "stats/acceleration.hpp"
#include "stats/bootstrap_interval.hpp"
#include "stats/interval_rows.hpp"
#include "stats/resampled.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace cxrval::stats {
namespace {

constexpr std::uint64_t most_steps = 20'000'000'000;

std::string at(std::string_view name, double number) {
  return std::string(name) + '@' + base::format_real(number);
}

std::string iou_text(const BoxMeasure& measure, std::span<const double> ious) {
  if (measure.iou) return base::format_real(ious[*measure.iou]);
  return base::format_real(ious.front()) + ':' + base::format_real(ious.back());
}

std::optional<double> ratio(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

// Nothing where one of them is, or there is none.
std::optional<double> mean(std::span<const std::optional<double>> values) {
  double sum = 0;
  for (const std::optional<double>& value : values) {
    if (!value) return std::nullopt;
    sum += *value;
  }
  if (values.empty()) return std::nullopt;
  return sum / static_cast<double>(values.size());
}

bool is_average_precision(const BoxMeasure& measure) {
  return measure.kind == BoxKind::average_precision;
}

bool is_froc(const BoxMeasure& measure) {
  return measure.kind == BoxKind::froc_sensitivity || measure.kind == BoxKind::froc_mean;
}

Range range_of(const BoxMeasure& measure) {
  if (measure.kind == BoxKind::false_alarms_per_image) return {0, std::numeric_limits<double>::infinity()};
  return {0, 1};
}

}  // namespace

std::string name(const BoxMeasure& measure, std::span<const double> ious) {
  switch (measure.kind) {
    case BoxKind::average_precision:
      return (measure.class_index ? "ap@" : "map@") + iou_text(measure, ious);
    case BoxKind::froc_sensitivity:
      return at("froc_sensitivity", measure.at);
    case BoxKind::froc_mean:
      return "froc_mean";
    case BoxKind::precision:
      return at("precision", measure.at);
    case BoxKind::recall:
      return at("recall", measure.at);
    case BoxKind::f1:
      return at("f1", measure.at);
    case BoxKind::false_alarms_per_image:
      return at("false_alarms_per_image", measure.at);
  }
  return "";
}

// What was counted with some weights: by class (and for all together, behind them), precisions by class and IoU.
struct BoxEvaluator::Found {
  std::vector<std::vector<BoxCounts>> froc_points;
  std::vector<FrocBase> bases;
  std::vector<std::optional<double>> precisions;
  std::uint64_t images = 0;
};

BoxEvaluator::BoxEvaluator(const BoxSample& sample, const BoxRules& rules, std::span<const BoxMeasure> measures)
    : sample_(sample), rules_(rules), measures_(measures) {
  precisions_ = std::any_of(measures.begin(), measures.end(), is_average_precision);
  froc_ = std::any_of(measures.begin(), measures.end(), is_froc);
  const std::vector<std::uint8_t> once(sample.images, 1);
  for (const auto& of_class : sample.classes) {
    const BoxOutcomes& boxes = of_class.front();
    measured_.push_back(boxes.truths(once) > 0);
    zero_.push_back(!measured_.back() && rules.absent == AbsentClasses::zero && !boxes.scores().empty());
  }
}

void BoxEvaluator::operator()(ImageWeights weights, std::span<std::optional<double>> values) const {
  Found found;
  found.images = std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});
  found.froc_points.resize(sample_.classes.size() + 1);
  std::vector<BoxCounts> points;
  for (std::size_t c = 0; c < sample_.classes.size(); ++c) {
    found.bases.push_back({sample_.classes[c].front().truths(weights), found.images});
    for (std::size_t i = 0; i < sample_.ious.size(); ++i) {
      const BoxOutcomes& boxes = sample_.classes[c][i];
      if (!precisions_ && (!froc_ || i > 0)) continue;
      boxes.hit_points(weights, points);
      const auto precision = average_precision(points, found.bases[c].truths, rules_.interpolation);
      found.precisions.push_back(zero_[c] ? std::optional(0.0) : precision);
      if (i == 0) found.froc_points[c] = points;
    }
  }
  found.bases.push_back({sample_.together.truths(weights), found.images});
  if (froc_) sample_.together.hit_points(weights, found.froc_points.back());
  for (std::size_t m = 0; m < measures_.size(); ++m) values[m] = value(measures_[m], found, weights);
}

std::vector<std::optional<double>> BoxEvaluator::on_sample() const {
  const std::vector<std::uint8_t> once(sample_.images, 1);
  std::vector<std::optional<double>> values(measures_.size());
  (*this)(once, values);
  return values;
}

std::optional<double> BoxEvaluator::value(const BoxMeasure& measure, const Found& found, ImageWeights weights) const {
  const std::size_t part = measure.class_index.value_or(sample_.classes.size());
  const BoxOutcomes& boxes = measure.class_index ? sample_.classes[part].front() : sample_.together;
  const FrocBase& base = found.bases[part];
  switch (measure.kind) {
    case BoxKind::average_precision:
      return mean_precision(measure, found);
    case BoxKind::froc_sensitivity:
      return froc_sensitivity(found.froc_points[part], base, measure.at);
    case BoxKind::froc_mean:
      return mean_over_rates(measure, found);
    case BoxKind::precision: {
      const BoxCounts counts = boxes.at_score(weights, measure.at);
      return ratio(counts.hits, counts.boxes);
    }
    case BoxKind::recall:
      return ratio(boxes.at_score(weights, measure.at).hits, base.truths);
    case BoxKind::f1: {
      const BoxCounts counts = boxes.at_score(weights, measure.at);
      return ratio(2 * counts.hits, counts.boxes + base.truths);
    }
    case BoxKind::false_alarms_per_image:
      return ratio(boxes.at_score(weights, measure.at).false_alarms(), found.images);
  }
  return std::nullopt;
}

std::optional<double> BoxEvaluator::mean_precision(const BoxMeasure& measure, const Found& found) const {
  const std::size_t ious = sample_.ious.size();
  std::vector<std::optional<double>> chosen;
  for (std::size_t c = 0; c < sample_.classes.size(); ++c) {
    if (measure.class_index ? c != *measure.class_index : !measured_[c] && !zero_[c]) continue;
    for (std::size_t i = 0; i < ious; ++i) {
      if (!measure.iou || *measure.iou == i) chosen.push_back(found.precisions[c * ious + i]);
    }
  }
  return mean(chosen);
}

std::optional<double> BoxEvaluator::mean_over_rates(const BoxMeasure& measure, const Found& found) const {
  const std::size_t part = measure.class_index.value_or(sample_.classes.size());
  std::vector<std::optional<double>> each;
  for (const double rate : rules_.rates)
    each.push_back(froc_sensitivity(found.froc_points[part], found.bases[part], rate));
  return mean(each);
}

namespace {

// Each measure without each unit in turn; empty where that takes too long.
std::vector<Distribution> leave_one_out(const BoxEvaluator& evaluator, const BoxSample& sample, const ImageDraws& draws,
                                        int threads) {
  std::uint64_t steps = sample.images;
  for (const auto& of_class : sample.classes) {
    for (const BoxOutcomes& boxes : of_class) steps += boxes.scores().size();
  }
  if (draws.units() > most_steps / steps) return {};
  const auto draw = [&](std::uint64_t unit, std::span<std::optional<double>> values) {
    std::vector<std::uint8_t> weights(sample.images);
    draws.leave_out(unit, weights);
    evaluator(weights, values);
  };
  return resample(evaluator.measures(), draw, {draws.units(), threads});
}

Limits limits_of(IntervalMethod method, const Distribution& drawn, const SampleFacts& sample,
                 const Evaluation& wanted) {
  const Resamples resamples{drawn.values, {}, wanted.quantile_type};
  return bootstrap_limits(bootstrap_method(method), resamples, sample, wanted.level);
}

}  // namespace

std::vector<Metric> evaluate_boxes(const BoxSample& sample, const BoxRules& rules, std::span<const BoxMeasure> measures,
                                   const ImageDraws& draws, const Evaluation& wanted) {
  for (const IntervalMethod method : wanted.intervals) {
    if (!resampling(method) || method == IntervalMethod::studentised) throw std::invalid_argument("evaluate_boxes");
  }
  const BoxEvaluator evaluator(sample, rules, measures);
  const std::vector<std::optional<double>> estimates = evaluator.on_sample();
  const auto draw = [&](std::uint64_t index, std::span<std::optional<double>> values) {
    std::vector<std::uint8_t> weights(sample.images);
    draws.draw(index, weights);
    evaluator(weights, values);
  };
  const std::vector<Distribution> drawn = resample(measures.size(), draw, {wanted.resamples, wanted.threads});
  std::vector<Distribution> without;
  const bool bca = std::count(wanted.intervals.begin(), wanted.intervals.end(), IntervalMethod::bca) > 0;
  if (bca) without = leave_one_out(evaluator, sample, draws, wanted.threads);
  std::vector<Metric> rows;
  for (std::size_t m = 0; m < measures.size(); ++m) {
    SampleFacts facts{estimates[m], std::nullopt, std::nullopt, range_of(measures[m])};
    if (!without.empty() && without[m].undefined == 0) {
      facts.acceleration = acceleration(without[m].values, std::vector<double>(draws.units(), 1));
    }
    for (const IntervalMethod method : wanted.intervals) {
      Metric row = start_row(name(measures[m], sample.ious), wanted);
      if (wanted.unit == Unit::study) row.unit = "image";
      row.n = draws.units();
      row.estimate = estimates[m];
      row.method = method_text(method, wanted);
      row.rule = "estimate=point";
      fill_from(drawn[m], wanted, row);
      set(limits_of(method, drawn[m], facts, wanted), row);
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace cxrval::stats
