// SPDX-License-Identifier: Apache-2.0
#include "stats/weighted_kappa.hpp"

#include "stats/vanishing.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace cxrval::stats {
namespace {

class Shares {
 public:
  explicit Shares(const AgreementTable& table) : table_(table), n_(static_cast<double>(table.total())) {
    for (std::size_t i = 0; i < table.classes(); ++i) {
      first_.push_back(static_cast<double>(table.first_total(i)) / n_);
      second_.push_back(static_cast<double>(table.second_total(i)) / n_);
    }
  }

  std::size_t classes() const { return table_.classes(); }
  double n() const { return n_; }
  double both(std::size_t i, std::size_t j) const { return static_cast<double>(table_.count(i, j)) / n_; }
  double first(std::size_t i) const { return first_[i]; }
  double second(std::size_t j) const { return second_[j]; }
  double mean(std::size_t i) const { return (first_[i] + second_[i]) / 2; }

 private:
  const AgreementTable& table_;
  double n_;
  std::vector<double> first_;
  std::vector<double> second_;
};

double weight(std::size_t i, std::size_t j, std::size_t classes, Weighting weighting) {
  if (classes == 1) return 1;
  const double far = static_cast<double>(i > j ? i - j : j - i) / static_cast<double>(classes - 1);
  return 1 - (weighting == Weighting::linear ? far : far * far);
}

// Equations 8 and 9 of Fleiss, Cohen and Everitt: what a class is worth against the other rater's margin.
struct MeanWeights {
  std::vector<double> first;
  std::vector<double> second;
};

MeanWeights mean_weights(const Shares& shares, Weighting weighting) {
  const std::size_t k = shares.classes();
  MeanWeights means{std::vector<double>(k), std::vector<double>(k)};
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      means.first[i] += weight(i, j, k, weighting) * shares.second(j);
      means.second[i] += weight(j, i, k, weighting) * shares.first(j);
    }
  }
  return means;
}

struct Variances {
  double seen = 0;
  double null = 0;
};

// n times (1 - expected)^4 and (1 - expected)^2 the variances; means are taken off inside the sums, where they cancel
// no digits.
Variances variances(const Shares& shares, const Kappa& kappa, Weighting weighting) {
  const std::size_t k = shares.classes();
  const MeanWeights means = mean_weights(shares, weighting);
  const double mean = kappa.observed * kappa.expected - 2 * kappa.expected + kappa.observed;
  Variances found;
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      const double of_pair = weight(i, j, k, weighting);
      const double of_margins = means.first[i] + means.second[j];
      const double gained = of_pair * (1 - kappa.expected);
      const double lost = of_margins * (1 - kappa.observed);
      const double seen = without_rounding(gained - lost - mean, gained + lost + std::abs(mean));
      const double null =
          without_rounding(of_pair - of_margins + kappa.expected, of_pair + of_margins + kappa.expected);
      found.seen += shares.both(i, j) * seen * seen;
      found.null += shares.first(i) * shares.second(j) * null * null;
    }
  }
  return found;
}

}  // namespace

Kappa weighted_kappa(const AgreementTable& table, Weighting weighting) {
  Kappa kappa = cohen_kappa(table);
  if (table.classes() <= 2 || !kappa.estimate) return kappa;
  const bool nothing_varies = kappa.standard_error == 0.0;  // kappa is exactly 1 or 0 then, however it is weighted
  const Shares shares(table);
  const std::size_t k = table.classes();
  kappa.observed = 0;
  kappa.expected = 0;
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      kappa.observed += weight(i, j, k, weighting) * shares.both(i, j);
      kappa.expected += weight(i, j, k, weighting) * shares.first(i) * shares.second(j);
    }
  }
  const double by_chance = 1 - kappa.expected;
  const Variances found = variances(shares, kappa, weighting);
  if (!nothing_varies) {
    kappa.estimate = (kappa.observed - kappa.expected) / by_chance;
    kappa.standard_error = std::sqrt(found.seen / shares.n()) / (by_chance * by_chance);
  }
  kappa.null_standard_error = std::sqrt(found.null / shares.n()) / by_chance;
  return kappa;
}

std::optional<double> largest_kappa(const AgreementTable& table) {
  const Kappa kappa = cohen_kappa(table);
  if (!kappa.estimate) return std::nullopt;
  std::uint64_t most = 0;
  for (std::size_t i = 0; i < table.classes(); ++i) most += std::min(table.first_total(i), table.second_total(i));
  if (most == table.total()) return 1;
  return (static_cast<double>(most) / static_cast<double>(table.total()) - kappa.expected) / (1 - kappa.expected);
}

Kappa gwet_ac1(const AgreementTable& table) {
  Kappa found;
  const std::size_t k = table.classes();
  if (table.total() == 0 || k < 2) return found;
  const Shares shares(table);
  const auto others = static_cast<double>(k - 1);
  double diagonal = 0;
  double crossed = 0;
  std::uint64_t equal = 0;
  for (std::size_t i = 0; i < k; ++i) {
    equal += table.count(i, i);
    found.expected += shares.mean(i) * (1 - shares.mean(i)) / others;
    diagonal += shares.both(i, i) * (1 - shares.mean(i));
    for (std::size_t j = 0; j < k; ++j) {
      const double rare = 1 - (shares.mean(i) + shares.mean(j)) / 2;
      crossed += shares.both(i, j) * rare * rare;
    }
  }
  found.observed = static_cast<double>(equal) / shares.n();
  const double by_chance = 1 - found.expected;
  found.estimate = equal == table.total() ? 1 : (found.observed - found.expected) / by_chance;
  const double apart = 1 - *found.estimate;
  const std::array gains{found.observed, 4 * apart * found.observed * found.expected,
                         4 * apart * apart * crossed / (others * others)};
  const std::array losses{found.observed * found.observed, 4 * apart * diagonal / others,
                          4 * apart * apart * found.expected * found.expected};
  const double gained = gains[0] + gains[1] + gains[2];
  const double lost = losses[0] + losses[1] + losses[2];
  const double variance = without_rounding(gained - lost, gained + lost);
  found.standard_error = std::sqrt(std::max(variance, 0.0) / shares.n()) / by_chance;
  return found;
}

}  // namespace cxrval::stats
