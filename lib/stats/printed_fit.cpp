// SPDX-License-Identifier: Apache-2.0
#include "stats/printed_fit.hpp"

#include "base/error.hpp"
#include "stats/exact_law.hpp"
#include "stats/normal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace cxrval::stats {
namespace {

constexpr double rounding = 1e-12;  // of measures that are no ratio of whole numbers, and of formulas
constexpr double tie = 1e-12;       // of chances, as exact_law() has it

bool in_cell(double value, const PrintedNumber& printed) {
  return value >= printed.low() - rounding && value <= printed.high() + rounding;
}

bool estimate_in_cell(const PrintedMetric& printed, const Confusion& counts) {
  const auto found = value(printed.measure, counts);
  if (!found) return false;
  const auto& form = linear_ratio(printed.measure);
  if (!form) return in_cell(*found, printed.estimate);
  const Ratio ratio{static_cast<std::uint64_t>(form->numerator.sum(counts)),
                    static_cast<std::uint64_t>(form->denominator.sum(counts))};
  return printing_of(ratio, printed.estimate) == Printing::rounded;
}

// The probabilities of the two limits and the standard deviation that resamples give them.
struct Tails {
  std::array<double, 2> p;
  double deviation;
};

Tails tails_of(const PrintedRules& rules) {
  const double tail = (1 - rules.level) / 2;
  return {{tail, 1 - tail}, std::sqrt(tail * (1 - tail) / static_cast<double>(rules.resamples))};
}

bool mean_in_cell(const TwoCounts& counts, const PrintedNumber& printed, const PrintedRules& rules) {
  const ExactLaw law = exact_law(counts, {});
  const double noise =
      rules.noise * law.standard_deviation / std::sqrt(static_cast<double>(rules.resamples)) + rounding;
  return law.mean >= printed.low() - noise && law.mean <= printed.high() + noise;
}

bool limits_possible(const TwoCounts& counts, const PrintedMetric& printed, const PrintedRules& rules) {
  const Tails tails = tails_of(rules);
  const double noise = rules.noise * tails.deviation;
  for (std::size_t i = 0; i < tails.p.size(); ++i) {
    const PrintedNumber& limit = (*printed.limits)[i];
    const PointChance upper = exact_chance(counts, limit.high());
    if (upper.below + upper.equal < tails.p[i] - noise - tie) return false;
    if (exact_chance(counts, limit.low()).below >= tails.p[i] + noise) return false;
  }
  return true;
}

bool bootstrap_fits(const PrintedMetric& printed, const Confusion& counts, const PrintedRules& rules) {
  const bool point = rules.point && estimate_in_cell(printed, counts);
  if (!point && !rules.mean) return false;
  const auto form = two_counts(printed.measure, counts);
  if (!form) throw base::Error("the law of " + std::string(name(printed.measure)) + " is not known");
  if (form->a + form->b == 0) return false;
  return limits_possible(*form, printed, rules) && (point || mean_in_cell(*form, printed.estimate, rules));
}

bool formula_fits(const PrintedMetric& printed, const Confusion& counts, ProportionMethod method,
                  const PrintedRules& rules) {
  if (!rules.point || !estimate_in_cell(printed, counts)) return false;
  const Interval interval = formula_interval(printed.measure, counts, method, rules.level);
  return interval.low && interval.high && in_cell(*interval.low, (*printed.limits)[0]) &&
         in_cell(*interval.high, (*printed.limits)[1]);
}

// That both percentiles of so many resamples lie in their cells; they are nearly independent of one another.
double chance_of_limits(std::span<const PointChance> ends, const PrintedRules& rules) {
  const Tails tails = tails_of(rules);
  double chance = 1;
  for (std::size_t i = 0; i < tails.p.size(); ++i) {
    const PointChance& lower = ends[2 * i];
    const PointChance& upper = ends[2 * i + 1];
    chance *= normal_cdf((upper.below + upper.equal - tails.p[i]) / tails.deviation) -
              normal_cdf((lower.below - tails.p[i]) / tails.deviation);
  }
  return chance;
}

void describe_bootstrap(const PrintedMetric& printed, const Confusion& counts, const PrintedRules& rules,
                        FittedMetric& fitted) {
  const Tails tails = tails_of(rules);
  const double noise = rules.noise * tails.deviation;
  std::vector<double> probabilities;
  for (const double p : tails.p) {
    for (const double asked : {p, p - noise, p + noise}) probabilities.push_back(std::clamp(asked, 0.0, 1.0));
  }
  const auto& limits = *printed.limits;
  const std::array ends{limits[0].low(), limits[0].high(), limits[1].low(), limits[1].high()};
  const ExactLaw law = exact_law(*two_counts(printed.measure, counts), probabilities, ends);
  fitted.mean = law.mean;
  fitted.low = law.quantiles[0];
  fitted.low_window = {law.quantiles[1], law.quantiles[2]};
  fitted.high = law.quantiles[3];
  fitted.high_window = {law.quantiles[4], law.quantiles[5]};
  fitted.chance = chance_of_limits(law.points, rules);
}

}  // namespace

Interval formula_interval(Measure measure, const Confusion& counts, ProportionMethod method, double level) {
  const auto form = two_counts(measure, counts);
  if (!form || form->a + form->b == 0) return {};
  if (form->weight == 1) return proportion_interval(form->a, form->a + form->b, level, method);
  if (method != ProportionMethod::wald) return {};
  const double f1 = *value(measure, counts);
  const double hits = 2 * static_cast<double>(form->a);
  const double half = z_of(level) * std::sqrt(f1 * (1 - f1) * (2 - f1) / (hits + static_cast<double>(form->b)));
  return {f1, std::max(f1 - half, 0.0), std::min(f1 + half, 1.0)};
}

bool fits(const PrintedMetric& printed, const Confusion& counts, const PrintedRules& rules) {
  if (!printed.limits) return estimate_in_cell(printed, counts);
  if (rules.bootstrap && bootstrap_fits(printed, counts, rules)) return true;
  return std::any_of(rules.formulas.begin(), rules.formulas.end(),
                     [&](ProportionMethod method) { return formula_fits(printed, counts, method, rules); });
}

FittedMetric describe(const PrintedMetric& printed, const Confusion& counts, const PrintedRules& rules) {
  FittedMetric fitted;
  fitted.estimate = value(printed.measure, counts);
  if (!printed.limits) return fitted;
  if (rules.bootstrap && bootstrap_fits(printed, counts, rules)) {
    fitted.methods = "bootstrap";
    describe_bootstrap(printed, counts, rules, fitted);
  }
  for (const ProportionMethod method : rules.formulas) {
    if (!formula_fits(printed, counts, method, rules)) continue;
    if (fitted.methods.empty()) {
      const Interval interval = formula_interval(printed.measure, counts, method, rules.level);
      fitted.low = interval.low;
      fitted.high = interval.high;
    }
    fitted.methods += (fitted.methods.empty() ? "" : ";") + std::string(name(method));
  }
  return fitted;
}

}  // namespace cxrval::stats
