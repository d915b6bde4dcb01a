// SPDX-License-Identifier: Apache-2.0
#include "stats/sample_size.hpp"

#include "stats/first_lasting.hpp"
#include "stats/linearised.hpp"
#include "stats/normal.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace cxrval::stats {
namespace {

constexpr double rounding = 1e-12;  // a half-width that is met but for the last digits is met

// The smallest n from `least` on with size(n) <= most_size, for a size that falls as n grows.
template <class Size>
std::optional<SampleSize> smallest(std::uint64_t least, double most_size, Size size) {
  const auto holds = [&](std::uint64_t n) { return size(static_cast<double>(n)) <= most_size * (1 + rounding); };
  std::uint64_t high = least;
  while (!holds(high)) {
    if (high == most_planned) return std::nullopt;
    high = std::min(most_planned, 2 * high);
  }
  std::uint64_t low = least - 1;
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    (holds(middle) ? high : low) = middle;
  }
  return SampleSize{high, size(static_cast<double>(high))};
}

std::uint64_t least_studies(double prevalence) {
  constexpr double cases = 2;
  return static_cast<std::uint64_t>(std::ceil(cases / std::min(prevalence, 1 - prevalence) - rounding));
}

// Studies for a difference that a test at a normal quantile z must find, and the power that they give.
template <class StandardError>
std::optional<SampleSize> for_difference(std::uint64_t least, double difference,
                                         const std::array<double, 2>& z_alpha_power, StandardError standard_error) {
  const double z_alpha = z_alpha_power[0];
  const double z_power = z_alpha_power[1];
  auto found = smallest(least, difference, [&](double n) { return (z_alpha + z_power) * standard_error(n); });
  if (found) found->achieved = normal_cdf(difference / standard_error(static_cast<double>(found->number)) - z_alpha);
  return found;
}

}  // namespace

Fraction to_billionths(double share) {
  constexpr double fine = 1e9;
  return {static_cast<std::uint64_t>(std::llround(share * fine)), static_cast<std::uint64_t>(fine)};
}

RealCells expected_shares(double sensitivity, double specificity, double prevalence) {
  return {prevalence * sensitivity, (1 - prevalence) * (1 - specificity), prevalence * (1 - sensitivity),
          (1 - prevalence) * specificity};
}

std::optional<Expected> expected(Measure measure, const RealCells& cells) {
  const double total = cells.positives() + cells.negatives();
  const RealCells shares{cells.tp / total, cells.fp / total, cells.fn / total, cells.tn / total};
  const auto found = value_of(measure, shares);
  const auto slopes = gradient(measure, shares);
  if (!found || !slopes) return std::nullopt;
  const auto& g = *slopes;
  return Expected{
      *found, g.tp * g.tp * shares.tp + g.fp * g.fp * shares.fp + g.fn * g.fn * shares.fn + g.tn * g.tn * shares.tn};
}

std::optional<SampleSize> studies_for_half_width(const Expected& expected, double half_width, double level) {
  const double z = z_of(level);
  return smallest(1, half_width, [&](double n) { return z * std::sqrt(expected.variance / n); });
}

std::optional<SampleSize> studies_for_goal(const Expected& expected, double goal, const Test& test) {
  return for_difference(1, expected.value - goal, {-normal_quantile(test.alpha), normal_quantile(test.power)},
                        [&](double n) { return std::sqrt(expected.variance / n); });
}

double expected_half_width(double share, std::uint64_t cases, const ShareInterval& interval) {
  if (interval.method == ProportionMethod::wald) {
    return z_of(interval.level) * std::sqrt(share * (1 - share) / static_cast<double>(cases));
  }
  constexpr double negligible = 1e-15;
  constexpr std::size_t enough = 1000;  // results: a sum over every k-th of very many is the same, for all is smooth
  BinomialLaw law;
  binomial_law(cases, to_billionths(share), law);
  double chance = 0;
  double sum = 0;
  for (std::size_t i = 0; i < law.p.size(); i += std::max<std::size_t>(1, law.p.size() / enough)) {
    if (law.p[i] < negligible) continue;
    chance += law.p[i];
    const Interval limits = proportion_interval(law.first + i, cases, interval.level, interval.method);
    sum += law.p[i] * (*limits.high - *limits.low) / 2;
  }
  return sum / chance;
}

std::optional<SampleSize> cases_for_half_width(double share, double half_width, const ShareInterval& interval) {
  const ShareInterval wald{interval.level, ProportionMethod::wald};
  const auto plain = smallest(
      1, half_width, [&](double m) { return expected_half_width(share, static_cast<std::uint64_t>(m), wald); });
  if (!plain || interval.method == ProportionMethod::wald) return plain;
  const auto holds = [&](std::uint64_t m) {
    return expected_half_width(share, m, interval) <= half_width * (1 + rounding);
  };
  const auto found = first_lasting(holds, plain->number, most_planned);
  if (!found) return std::nullopt;
  return SampleSize{*found, expected_half_width(share, *found, interval)};
}

double auc_variance(const ExpectedAuc& expected, double studies) {
  const double a = expected.auc;
  const double positives = studies * expected.prevalence;
  const double negatives = studies - positives;
  const double q1 = a / (2 - a);
  const double q2 = 2 * a * a / (1 + a);
  return (a * (1 - a) + (positives - 1) * (q1 - a * a) + (negatives - 1) * (q2 - a * a)) / (positives * negatives);
}

std::optional<SampleSize> studies_for_auc_half_width(const ExpectedAuc& expected, double half_width, double level) {
  const double z = z_of(level);
  return smallest(least_studies(expected.prevalence), half_width,
                  [&](double n) { return z * std::sqrt(auc_variance(expected, n)); });
}

std::optional<SampleSize> studies_for_auc_goal(const ExpectedAuc& expected, double goal, const Test& test) {
  return for_difference(least_studies(expected.prevalence), expected.auc - goal,
                        {-normal_quantile(test.alpha), normal_quantile(test.power)},
                        [&](double n) { return std::sqrt(auc_variance(expected, n)); });
}

std::optional<SampleSize> studies_for_auc_difference(const AucPair& pair, const Test& test) {
  const auto standard_error = [&](double n) {
    const double first = auc_variance({pair.first, pair.prevalence}, n);
    const double second = auc_variance({pair.second, pair.prevalence}, n);
    return std::sqrt(first + second - 2 * pair.correlation * std::sqrt(first * second));
  };
  return for_difference(least_studies(pair.prevalence), std::abs(pair.first - pair.second),
                        {-normal_quantile(test.alpha / 2), normal_quantile(test.power)}, standard_error);
}

}  // namespace cxrval::stats
