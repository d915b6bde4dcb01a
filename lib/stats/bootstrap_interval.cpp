// SPDX-License-Identifier: Apache-2.0
#include "stats/bootstrap_interval.hpp"

#include "stats/bootstrap.hpp"
#include "stats/normal.hpp"
#include "stats/quantile.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <vector>

namespace cxrval::stats {
namespace {

// Where the two limits are read off, as probabilities.
struct Probabilities {
  double low = 0;
  double high = 0;
};

Probabilities tails(double level) {
  return {(1 - level) / 2, (1 + level) / 2};
}

// Efron and Tibshirani, An Introduction to the Bootstrap, 1993, eq. 14.10; nothing when the acceleration bends the
// scale back.
std::optional<double> bca_probability(double bias, double acceleration, double z) {
  const double moved = bias + z;
  const double stretch = 1 - acceleration * moved;
  if (stretch <= 0) return std::nullopt;
  return normal_cdf(bias + moved / stretch);
}

Limits bca(const ResampleLaw& law, const SampleFacts& sample, double level) {
  const double below = law.below + law.equal / 2;
  if (!(below > 0 && below < 1)) return no_limits("all resamples lie on one side of the number");
  if (!sample.acceleration) return no_limits("the acceleration is undefined");
  const double bias = normal_quantile(below);
  const double z = z_of(level);
  const auto low = bca_probability(bias, *sample.acceleration, -z);
  const auto high = bca_probability(bias, *sample.acceleration, z);
  if (!low || !high) return no_limits("the acceleration is too large");
  return {law.quantile(*low), law.quantile(*high), {}};
}

Limits studentised(const Resamples& resamples, const SampleFacts& sample, double level) {
  if (resamples.standard_errors.size() != resamples.values.size()) {
    throw std::invalid_argument("studentised limits need the standard error of each resample");
  }
  if (!sample.standard_error) return no_limits("the standard error is undefined");
  if (*sample.standard_error <= 0) return no_limits("no variance was seen");
  std::vector<double> ascending;
  ascending.reserve(resamples.values.size());
  for (std::size_t i = 0; i < resamples.values.size(); ++i) {
    const double t = (resamples.values[i] - *sample.estimate) / resamples.standard_errors[i];
    if (!std::isnan(t)) ascending.push_back(t);
  }
  if (ascending.empty()) return no_limits("no resample has a variance");
  std::sort(ascending.begin(), ascending.end());
  const Probabilities at = tails(level);
  const double low = quantile(ascending, at.high, resamples.quantile_type);
  const double high = quantile(ascending, at.low, resamples.quantile_type);
  if (!std::isfinite(low) || !std::isfinite(high)) return no_limits("too many resamples have no variance");
  return {*sample.estimate - *sample.standard_error * low, *sample.estimate - *sample.standard_error * high, {}};
}

Limits normal(const ResampleLaw& law, const SampleFacts& sample, double level) {
  return symmetric_limits({sample.estimate, law.standard_deviation}, {Scale::plain, z_of(level), sample.range});
}

Limits limits_by(BootstrapMethod method, const ResampleLaw& law, const SampleFacts& sample, double level) {
  const Probabilities at = tails(level);
  switch (method) {
    case BootstrapMethod::basic:
      return {2 * *sample.estimate - law.quantile(at.high), 2 * *sample.estimate - law.quantile(at.low), {}};
    case BootstrapMethod::normal:
      return normal(law, sample, level);
    case BootstrapMethod::bca:
      return bca(law, sample, level);
    case BootstrapMethod::studentised:
      throw std::invalid_argument("studentised limits need the resamples themselves");
    case BootstrapMethod::percentile:
      break;
  }
  return {law.quantile(at.low), law.quantile(at.high), {}};
}

std::optional<double> standard_deviation(std::span<const double> ascending) {
  if (ascending.size() < 2) return std::nullopt;
  if (same_but_for_rounding(ascending.front(), ascending.back())) return 0;
  double mean = 0;
  for (const double value : ascending) mean += value;
  mean /= static_cast<double>(ascending.size());
  double squares = 0;
  for (const double value : ascending) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(ascending.size() - 1));
}

// What percentile and basic limits need, without putting the resamples in order.
ResampleLaw quantiles_of(const Resamples& resamples) {
  ResampleLaw law;
  law.quantile = [&resamples](double p) { return quantile_of_unsorted(resamples.values, p, resamples.quantile_type); };
  const auto [least, most] = std::minmax_element(resamples.values.begin(), resamples.values.end());
  if (same_but_for_rounding(*least, *most)) law.standard_deviation = 0;
  return law;
}

}  // namespace

ResampleLaw law_of(const Resamples& resamples, double estimate) {
  const auto ascending = std::make_shared<std::vector<double>>(resamples.values.begin(), resamples.values.end());
  if (!std::is_sorted(ascending->begin(), ascending->end())) std::sort(ascending->begin(), ascending->end());
  const auto size = static_cast<double>(ascending->size());
  const auto same = std::equal_range(ascending->begin(), ascending->end(), estimate);
  ResampleLaw law;
  law.below = static_cast<double>(same.first - ascending->begin()) / size;
  law.equal = static_cast<double>(same.second - same.first) / size;
  law.quantile = [ascending, type = resamples.quantile_type](double p) { return quantile(*ascending, p, type); };
  law.standard_deviation = standard_deviation(*ascending);
  return law;
}

Limits bootstrap_limits(BootstrapMethod method, const ResampleLaw& law, const SampleFacts& sample, double level) {
  if (!(level > 0 && level < 1)) throw std::invalid_argument("bootstrap_limits: level outside 0..1");
  if (!sample.estimate) return no_limits("the number is undefined");
  if (law.standard_deviation && *law.standard_deviation == 0) return no_limits("all resamples give the same number");
  return cut(limits_by(method, law, sample, level), sample.range);
}

Limits bootstrap_limits(BootstrapMethod method, const Resamples& resamples, const SampleFacts& sample, double level) {
  if (!sample.estimate) return no_limits("the number is undefined");
  if (resamples.values.empty()) return no_limits("the number is undefined in every resample");
  if (resamples.values.size() == 1) return no_limits("the number is defined in one resample only");
  if (method == BootstrapMethod::studentised) return cut(studentised(resamples, sample, level), sample.range);
  const bool by_quantiles = method == BootstrapMethod::percentile || method == BootstrapMethod::basic;
  return bootstrap_limits(method, by_quantiles ? quantiles_of(resamples) : law_of(resamples, *sample.estimate), sample,
                          level);
}

}  // namespace cxrval::stats
