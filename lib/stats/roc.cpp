// SPDX-License-Identifier: Apache-2.0
#include "stats/roc.hpp"

#include "base/number.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace cxrval::stats {
namespace {

constexpr std::size_t most_digits = 9;

bool has_both(const RocCurve& curve) {
  return curve.positives > 0 && curve.negatives > 0;
}

// The fewest of `count` that are at least the share `target` of them.
std::uint64_t at_least(Fraction target, std::uint64_t count) {
  return (target.part * count + target.whole - 1) / target.whole;
}

__extension__ typedef unsigned __int128 Wide;

constexpr double most_wide = 1e38;

// Reduced first, so that equal fractions are equal doubles.
double quotient(Wide above, Wide below) {
  Wide divisor = below;
  for (Wide rest = above; rest != 0;) {
    const Wide next = divisor % rest;
    divisor = rest;
    rest = next;
  }
  return static_cast<double>(above / divisor) / static_cast<double>(below / divisor);
}

// Part of the false positive rates, from 0 on, in lowest terms.
Fraction width_below(Fraction lowest) {
  const std::uint64_t part = lowest.whole - lowest.part;
  const std::uint64_t divisor = std::gcd(part, lowest.whole);
  return {part / divisor, lowest.whole / divisor};
}

// Twice the area of the last trapezium up to the width and of the whole ones before it, both times the number of pairs.
template <class Number>
struct Trapezia {
  std::uint64_t twice = 0;  // the whole ones
  Number above = 0;         // the last one's, over `below`
  Number below = 1;
};

template <class Number>
Trapezia<Number> trapezia(const RocCurve& curve, Fraction width) {
  Trapezia<Number> sum;
  for (std::size_t i = 1; i < curve.points.size(); ++i) {
    const RocPoint& from = curve.points[i - 1];
    const RocPoint& to = curve.points[i];
    if (to.fp == from.fp) continue;
    const Number step = static_cast<Number>(to.fp - from.fp) * static_cast<Number>(width.whole);
    const Number end = static_cast<Number>(curve.negatives) * static_cast<Number>(width.part);
    const Number start = static_cast<Number>(from.fp) * static_cast<Number>(width.whole);
    if (start >= end) break;
    if (start + step <= end) {
      sum.twice += (to.fp - from.fp) * (from.tp + to.tp);
      continue;
    }
    const Number taken = end - start;
    sum.above = taken * (2 * static_cast<Number>(from.tp) * step + static_cast<Number>(to.tp - from.tp) * taken);
    sum.below = step * static_cast<Number>(width.whole);
    break;
  }
  return sum;
}

// The integral of t / (t + fp(t)) from one rule's TP to the next one's.
double precision_integral(const RocPoint& from, const RocPoint& to) {
  const double gained = static_cast<double>(to.tp - from.tp);
  if (gained == 0) return 0;
  const double slope = 1 + static_cast<double>(to.fp - from.fp) / gained;
  const double start = static_cast<double>(from.tp + from.fp);
  const double offset = start - slope * static_cast<double>(from.tp);
  if (offset == 0) return gained / slope;
  return gained / slope - offset / (slope * slope) * std::log1p(slope * gained / start);
}

}  // namespace

double share(std::uint64_t part, std::uint64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

RocCurve roc_curve(const Scored& scored, StudyWeights weights) {
  RocCurve curve;
  roc_curve(scored, weights, curve);
  return curve;
}

void roc_curve(const Scored& scored, StudyWeights weights, RocCurve& curve) {
  if (!weights.empty() && weights.size() != scored.size()) throw std::invalid_argument("not one weight a study");
  const auto ends = scored.tie_ends();
  const auto positive = scored.positive();
  RocPoint point{std::numeric_limits<double>::infinity(), 0, 0};
  curve.points.resize(ends.size() + 1);
  curve.points.front() = point;
  std::size_t last = 0;
  std::size_t i = scored.size();
  for (std::size_t group = ends.size(); group-- > 0;) {
    const std::size_t begin = group == 0 ? 0 : ends[group - 1];
    point.threshold = scored.scores()[begin];
    std::uint64_t drawn = 0;
    std::uint64_t drawn_positive = 0;
    for (; i > begin; --i) {
      const std::uint64_t times = weights.empty() ? 1 : weights[i - 1];
      drawn += times;
      drawn_positive += times * positive[i - 1];
    }
    point.tp += drawn_positive;
    point.fp += drawn - drawn_positive;
    curve.points[last + 1] = point;
    last += drawn > 0 ? 1 : 0;  // a score that was not drawn is overwritten: no branch that cannot be foreseen
  }
  curve.points.resize(last + 1);
  curve.positives = point.tp;
  curve.negatives = point.fp;
}

std::optional<double> sensitivity(const RocCurve& curve, const RocPoint& point) {
  if (curve.positives == 0) return std::nullopt;
  return share(point.tp, curve.positives);
}

std::optional<double> specificity(const RocCurve& curve, const RocPoint& point) {
  if (curve.negatives == 0) return std::nullopt;
  return share(curve.negatives - point.fp, curve.negatives);
}

std::optional<Fraction> parse_share(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole_text = text.substr(0, point);
  const std::string_view digits = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  if (digits.size() > most_digits || (point != std::string_view::npos && digits.empty())) return std::nullopt;
  const auto whole = base::parse_integer<std::uint32_t>(whole_text);
  if (!whole || *whole > 1) return std::nullopt;
  Fraction share{*whole, 1};
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return std::nullopt;
    share.part = 10 * share.part + static_cast<std::uint64_t>(digit - '0');
    share.whole *= 10;
  }
  if (share.part > share.whole) return std::nullopt;
  return share;
}

std::optional<double> roc_auc(const RocCurve& curve) {
  if (!has_both(curve)) return std::nullopt;
  std::uint64_t twice = 0;
  for (std::size_t i = 1; i < curve.points.size(); ++i) {
    const RocPoint& from = curve.points[i - 1];
    const RocPoint& to = curve.points[i];
    twice += (to.fp - from.fp) * (from.tp + to.tp);
  }
  return share(twice, 2 * curve.positives * curve.negatives);
}

std::optional<RocPoint> at_specificity(const RocCurve& curve, Fraction target) {
  if (!has_both(curve)) return std::nullopt;
  const std::uint64_t allowed = curve.negatives - at_least(target, curve.negatives);
  RocPoint best = curve.points.front();
  for (const RocPoint& point : curve.points) {
    if (point.fp > allowed) break;
    if (point.tp > best.tp) best = point;
  }
  return best;
}

std::optional<RocPoint> at_sensitivity(const RocCurve& curve, Fraction target) {
  if (!has_both(curve)) return std::nullopt;
  const std::uint64_t needed = at_least(target, curve.positives);
  auto best = std::find_if(curve.points.begin(), curve.points.end(), [&](const RocPoint& p) { return p.tp >= needed; });
  const std::uint64_t fp = best->fp;
  for (auto next = best; next != curve.points.end() && next->fp == fp; ++next) best = next;
  return *best;
}

std::optional<PartialArea> partial_area_by_specificity(const RocCurve& curve, Fraction lowest) {
  if (!has_both(curve)) return std::nullopt;
  const Fraction width = width_below(lowest);
  const std::uint64_t twice_pairs = 2 * curve.positives * curve.negatives;
  // An upper bound of all that is multiplied below.
  const double whole = static_cast<double>(width.whole);
  const double largest = 2 * static_cast<double>(twice_pairs) * whole * whole * static_cast<double>(curve.negatives);
  PartialArea result;
  if (largest < most_wide) {
    const auto sum = trapezia<Wide>(curve, width);
    result.area = quotient(sum.twice * sum.below + sum.above, twice_pairs * sum.below);
  } else {
    const auto sum = trapezia<double>(curve, width);
    result.area = (static_cast<double>(sum.twice) + sum.above / sum.below) / static_cast<double>(twice_pairs);
  }
  const double share_of_rates = share(width.part, width.whole);
  const double chance = share_of_rates * share_of_rates / 2;
  if (width.part > 0) result.corrected = (1 + (result.area - chance) / (share_of_rates - chance)) / 2;
  return result;
}

std::optional<double> average_precision(const RocCurve& curve) {
  if (curve.positives == 0) return std::nullopt;
  double sum = 0;
  for (std::size_t i = 1; i < curve.points.size(); ++i) {
    const RocPoint& point = curve.points[i];
    sum += static_cast<double>(point.tp - curve.points[i - 1].tp) * share(point.tp, point.tp + point.fp);
  }
  return sum / static_cast<double>(curve.positives);
}

std::optional<double> pr_auc(const RocCurve& curve) {
  if (curve.positives == 0) return std::nullopt;
  double sum = 0;
  for (std::size_t i = 1; i < curve.points.size(); ++i) {
    sum += precision_integral(curve.points[i - 1], curve.points[i]);
  }
  return sum / static_cast<double>(curve.positives);
}

}  // namespace cxrval::stats
