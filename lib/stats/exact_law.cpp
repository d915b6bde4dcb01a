// SPDX-License-Identifier: Apache-2.0
#include "stats/exact_law.hpp"

#include "base/error.hpp"
#include "stats/binomial.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace cxrval::stats {
namespace {

constexpr double most_pairs = 1e9;
constexpr double tie = 1e-12;
constexpr std::size_t bins = 8192;

struct Atom {
  double value;
  double chance;
};

std::size_t bin_of(double value) {
  return std::min(bins - 1, static_cast<std::size_t>(value * bins));
}

// Calls visit(value, chance) for each pair of counts with a defined statistic, in an order of its own.
class Enumeration {
 public:
  explicit Enumeration(const TwoCounts& counts) : counts_(counts), n_(counts.a + counts.b + counts.rest) {
    binomial_law(n_, {counts_.a, n_}, a_);
    b_given(a_.first + a_.p.size() / 2);
    if (static_cast<double>(a_.p.size()) * static_cast<double>(b_.p.size()) > most_pairs) {
      throw base::Error("too many studies for the exact law; use resamples");
    }
  }

  template <class Visit>
  void each(Visit visit) {
    for (std::size_t i = 0; i < a_.p.size(); ++i) {
      b_given(a_.first + i);
      const double hits = counts_.weight * static_cast<double>(a_.first + i);
      for (std::size_t j = 0; j < b_.p.size(); ++j) {
        const double sum = hits + static_cast<double>(b_.first + j);
        if (sum > 0) visit(hits / sum, a_.p[i] * b_.p[j]);
      }
    }
  }

 private:
  void b_given(std::uint64_t a) {
    const std::uint64_t others = counts_.b + counts_.rest;
    binomial_law(others == 0 ? 0 : n_ - a, {counts_.b, std::max<std::uint64_t>(others, 1)}, b_);
  }

  TwoCounts counts_;
  std::uint64_t n_;
  BinomialLaw a_;
  BinomialLaw b_;
};

struct Moments {
  std::vector<double> chance_by_bin = std::vector<double>(bins);
  double chance = 0;
  double mean = 0;
  double variance = 0;
};

// `near` is a value close to the mean, so that no digits cancel in the variance.
Moments measure_moments(Enumeration& pairs, double near) {
  Moments moments;
  double first = 0;
  double second = 0;
  pairs.each([&](double value, double chance) {
    moments.chance_by_bin[bin_of(value)] += chance;
    const double distance = value - near;
    first += chance * distance;
    second += chance * distance * distance;
  });
  for (const double chance : moments.chance_by_bin) moments.chance += chance;
  if (moments.chance == 0) return moments;
  first /= moments.chance;
  moments.mean = near + first;
  moments.variance = std::max(0.0, second / moments.chance - first * first);
  return moments;
}

// The bin that holds a quantile, and the chance below that bin.
struct Target {
  double chance;
  std::size_t bin = bins - 1;
  double below = 0;
  std::vector<Atom> atoms;
};

Target find_bin(const Moments& moments, double probability) {
  Target target{probability * moments.chance - tie, bins - 1, 0, {}};
  double sum = 0;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    if (sum + moments.chance_by_bin[bin] >= target.chance && moments.chance_by_bin[bin] > 0) {
      target.bin = bin;
      break;
    }
    sum += moments.chance_by_bin[bin];
  }
  target.below = sum;
  return target;
}

double value_at(Target& target) {
  std::sort(target.atoms.begin(), target.atoms.end(), [](const Atom& l, const Atom& r) { return l.value < r.value; });
  double sum = target.below;
  for (const Atom& atom : target.atoms) {
    sum += atom.chance;
    if (sum >= target.chance) return atom.value;
  }
  return target.atoms.back().value;
}

}  // namespace

std::optional<TwoCounts> two_counts(Measure measure, const Confusion& c) {
  switch (measure) {
    case Measure::f1:
      return TwoCounts{c.tp, c.fp + c.fn, c.tn, 2};
    case Measure::jaccard:
      return TwoCounts{c.tp, c.fp + c.fn, c.tn, 1};
    case Measure::sensitivity:
      return TwoCounts{c.tp, c.fn, c.fp + c.tn, 1};
    case Measure::specificity:
      return TwoCounts{c.tn, c.fp, c.tp + c.fn, 1};
    case Measure::ppv:
      return TwoCounts{c.tp, c.fp, c.fn + c.tn, 1};
    case Measure::npv:
      return TwoCounts{c.tn, c.fn, c.tp + c.fp, 1};
    case Measure::accuracy:
      return TwoCounts{c.tp + c.tn, c.fp + c.fn, 0, 1};
    case Measure::prevalence:
      return TwoCounts{c.tp + c.fn, c.fp + c.tn, 0, 1};
    case Measure::fnr:
      return TwoCounts{c.fn, c.tp, c.fp + c.tn, 1};
    case Measure::fpr:
      return TwoCounts{c.fp, c.tn, c.tp + c.fn, 1};
    case Measure::fdr:
      return TwoCounts{c.fp, c.tp, c.fn + c.tn, 1};
    default:
      return std::nullopt;
  }
}

ExactLaw exact_law(const TwoCounts& counts, std::span<const double> probabilities) {
  const double n = static_cast<double>(counts.a + counts.b + counts.rest);
  const double hits = counts.weight * static_cast<double>(counts.a);
  const double sum = hits + static_cast<double>(counts.b);
  if (sum == 0) throw base::Error("the measure is undefined in every resample");
  Enumeration pairs(counts);
  const Moments moments = measure_moments(pairs, hits / sum);

  std::vector<Target> targets;
  for (const double probability : probabilities) targets.push_back(find_bin(moments, probability));
  pairs.each([&](double value, double chance) {
    const std::size_t bin = bin_of(value);
    for (Target& target : targets) {
      if (target.bin == bin) target.atoms.push_back({value, chance});
    }
  });

  ExactLaw law{moments.mean, std::sqrt(moments.variance), std::pow(static_cast<double>(counts.rest) / n, n), {}};
  for (Target& target : targets) law.quantiles.push_back(value_at(target));
  return law;
}

}  // namespace cxrval::stats
