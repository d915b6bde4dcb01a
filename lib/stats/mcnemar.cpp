// SPDX-License-Identifier: Apache-2.0
#include "stats/mcnemar.hpp"

#include "stats/agreement.hpp"
#include "stats/normal.hpp"
#include "stats/proportion.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>

namespace cxrval::stats {
namespace {

double real(std::uint64_t count) {
  return static_cast<double>(count);
}

double two_sided(double chi_square) {
  return normal_two_sided_p(std::sqrt(chi_square));
}

double difference(const PairedCounts& counts) {
  return (real(counts.first_only) - real(counts.second_only)) / real(counts.total());
}

// Of the two shares, so corrected towards 0 that it is not overstated; 0 where a share is 0 or 1.
double correlation(const PairedCounts& counts) {
  const double first = real(counts.both) + real(counts.first_only);
  const double second = real(counts.both) + real(counts.second_only);
  const double n = real(counts.total());
  const double margins = first * (n - first) * second * (n - second);
  if (margins <= 0) return 0;
  const double product = real(counts.both) * real(counts.neither) - real(counts.first_only) * real(counts.second_only);
  const double corrected = product > 0 ? std::max(product - n / 2, 0.0) : product;
  return corrected / std::sqrt(margins);
}

}  // namespace

Mcnemar mcnemar(const PairedCounts& counts) {
  Mcnemar found;
  const std::uint64_t discordant = counts.discordant();
  if (discordant == 0) {
    found.reason = "no study in which the two differ";
    return found;
  }
  const double smaller = real(std::min(counts.first_only, counts.second_only));
  const boost::math::binomial_distribution<double> fair(real(discordant), 0.5);
  const double tail = boost::math::cdf(fair, smaller);
  found.exact_p = std::min(2 * tail, 1.0);
  found.mid_p = std::min(2 * tail - boost::math::pdf(fair, smaller), 1.0);
  const double apart = std::abs(real(counts.first_only) - real(counts.second_only));
  const double less = std::max(apart - 1, 0.0);
  found.chi_square = apart * apart / real(discordant);
  found.chi_square_p = two_sided(*found.chi_square);
  found.corrected_chi_square = less * less / real(discordant);
  found.corrected_p = two_sided(*found.corrected_chi_square);
  return found;
}

Interval paired_difference_wald(const PairedCounts& counts, double level) {
  if (counts.total() == 0) return {};
  const double n = real(counts.total());
  const double apart = real(counts.first_only) - real(counts.second_only);
  const double variance = real(counts.discordant()) - apart * apart / n;
  return wald_interval(difference(counts), std::sqrt(std::max(variance, 0.0)) / n, level);
}

Interval paired_difference_newcombe(const PairedCounts& counts, double level) {
  if (counts.total() == 0) return {};
  const Interval first = proportion_interval(counts.both + counts.first_only, counts.total(), level);
  const Interval second = proportion_interval(counts.both + counts.second_only, counts.total(), level);
  const double phi = correlation(counts);
  const auto reach = [phi](double one, double other) {
    return std::sqrt(std::max(one * one - 2 * phi * one * other + other * other, 0.0));
  };
  const double estimate = difference(counts);
  const double below = reach(*first.estimate - *first.low, *second.high - *second.estimate);
  const double above = reach(*first.high - *first.estimate, *second.estimate - *second.low);
  return {estimate, std::max(estimate - below, -1.0), std::min(estimate + above, 1.0)};
}

}  // namespace cxrval::stats
