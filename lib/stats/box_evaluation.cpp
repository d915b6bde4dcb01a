// SPDX-License-Identifier: Apache-2.0
#include "stats/box_evaluation.hpp"

#include "base/number.hpp"
#include "stats/image_evaluation.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

namespace cxrval::stats {
namespace {

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
      boxes.hit_points(weights, points, sample_.equal_scores);
      const auto precision = average_precision(points, found.bases[c].truths, rules_.interpolation);
      found.precisions.push_back(zero_[c] ? std::optional(0.0) : precision);
      if (!froc_ || i > 0) continue;
      if (sample_.equal_scores != EqualScores::together) boxes.hit_points(weights, points);
      found.froc_points[c] = points;
    }
  }
  found.bases.push_back({sample_.together.truths(weights), found.images});
  if (froc_) sample_.together.hit_points(weights, found.froc_points.back());
  for (std::size_t m = 0; m < measures_.size(); ++m) values[m] = value(measures_[m], found, weights);
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

std::vector<Metric> evaluate_boxes(const BoxSample& sample, const BoxRules& rules, std::span<const BoxMeasure> measures,
                                   const ImageDraws& draws, const Evaluation& wanted) {
  const BoxEvaluator evaluator(sample, rules, measures);
  ImageSample images{sample.images, sample.images, std::cref(evaluator)};
  for (const auto& of_class : sample.classes) {
    for (const BoxOutcomes& boxes : of_class) images.steps += boxes.scores().size();
  }
  std::vector<ImageMeasure> named;
  for (const BoxMeasure& measure : measures) named.push_back({name(measure, sample.ious), range_of(measure)});
  return evaluate_images(images, named, draws, wanted);
}

}  // namespace cxrval::stats
