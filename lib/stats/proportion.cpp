// SPDX-License-Identifier: Apache-2.0
#include "stats/proportion.hpp"

#include "stats/normal.hpp"

#include <boost/math/special_functions/beta.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace cxrval::stats {
namespace {

struct Part {
  double x = 0;
  double n = 0;
  double share() const { return x / n; }
};

// The smaller root of (p - x/n)^2 = z^2 p (1 - p) / n, from the larger one and the product of both, where no digits
// cancel.
double wilson_low(const Part& part, double z) {
  const double square = z * z;
  const double spread = z * std::sqrt(part.x * (part.n - part.x) / part.n + square / 4);
  return part.x * part.x / (part.n * (part.x + square / 2 + spread));
}

double wilson_continuity_low(const Part& part, double z) {
  const double shifted = part.x - std::min(0.5, std::abs(part.x - part.n / 2));
  return shifted <= 0 ? 0 : wilson_low({shifted, part.n}, z);
}

double clopper_pearson_low(const Part& part, double tail) {
  return part.x == 0 ? 0 : boost::math::ibeta_inv(part.x, part.n - part.x + 1, tail);
}

double jeffreys_low(const Part& part, double tail) {
  return boost::math::ibeta_inv(part.x + 0.5, part.n - part.x + 0.5, tail);
}

double wald_low(const Part& part, double z) {
  return part.share() - z * std::sqrt(part.share() * (1 - part.share()) / part.n);
}

double agresti_coull_low(const Part& part, double z) {
  return wald_low({part.x + z * z / 2, part.n + z * z}, z);
}

double low(const Part& part, double level, ProportionMethod method) {
  const double tail = (1 - level) / 2;
  switch (method) {
    case ProportionMethod::wilson_continuity:
      return wilson_continuity_low(part, z_of(level));
    case ProportionMethod::clopper_pearson:
      return clopper_pearson_low(part, tail);
    case ProportionMethod::agresti_coull:
      return agresti_coull_low(part, z_of(level));
    case ProportionMethod::jeffreys:
      return jeffreys_low(part, tail);
    case ProportionMethod::wald:
      return wald_low(part, z_of(level));
    case ProportionMethod::wilson:
      break;
  }
  return wilson_low(part, z_of(level));
}

constexpr std::array methods{ProportionMethod::wilson,          ProportionMethod::wilson_continuity,
                             ProportionMethod::clopper_pearson, ProportionMethod::agresti_coull,
                             ProportionMethod::jeffreys,        ProportionMethod::wald};
constexpr std::array<std::string_view, methods.size()> names{"wilson",        "wilson_continuity", "clopper_pearson",
                                                             "agresti_coull", "jeffreys",          "wald"};

}  // namespace

Interval proportion_interval(std::uint64_t x, std::uint64_t n, double level, ProportionMethod method) {
  if (x > n) throw std::invalid_argument("proportion_interval: x is above n");
  if (!(level > 0 && level < 1)) throw std::invalid_argument("proportion_interval: level outside 0..1");
  if (n == 0) return {};
  const auto whole = static_cast<double>(n);
  const Part part{static_cast<double>(x), whole};
  const Part others{static_cast<double>(n - x), whole};
  return {part.share(), std::max(low(part, level, method), 0.0), 1 - std::max(low(others, level, method), 0.0)};
}

std::optional<Share> share(Measure measure, const Confusion& counts) {
  const auto& ratio = linear_ratio(measure);
  if (!ratio) return std::nullopt;
  const Weights& weights = ratio->denominator;
  if (std::max({weights.tp, weights.fp, weights.fn, weights.tn}) > 1) return std::nullopt;
  const auto n = static_cast<std::uint64_t>(weights.sum(counts));
  if (n == 0) return std::nullopt;
  return Share{static_cast<std::uint64_t>(ratio->numerator.sum(counts)), n};
}

std::string_view name(ProportionMethod method) {
  return names[static_cast<std::size_t>(method)];
}

std::optional<ProportionMethod> parse_proportion_method(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return methods[static_cast<std::size_t>(found - names.begin())];
}

std::span<const ProportionMethod> all_proportion_methods() {
  return methods;
}

}  // namespace cxrval::stats
