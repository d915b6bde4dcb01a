// SPDX-License-Identifier: Apache-2.0
#include "stats/agreement.hpp"

#include "stats/normal.hpp"
#include "stats/vanishing.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace cxrval::stats {
namespace {

struct Margins {
  std::vector<double> first;
  std::vector<double> second;
};

Margins margins(const AgreementTable& table) {
  const auto n = static_cast<double>(table.total());
  Margins shares;
  for (std::size_t i = 0; i < table.classes(); ++i) {
    shares.first.push_back(static_cast<double>(table.first_total(i)) / n);
    shares.second.push_back(static_cast<double>(table.second_total(i)) / n);
  }
  return shares;
}

bool one_class_only(const AgreementTable& table) {
  for (std::size_t i = 0; i < table.classes(); ++i) {
    if (table.count(i, i) == table.total()) return true;
  }
  return false;
}

// One rater names one class only: then kappa is 0 whatever the other one says.
bool one_sided(const AgreementTable& table) {
  for (std::size_t i = 0; i < table.classes(); ++i) {
    if (table.first_total(i) == table.total() || table.second_total(i) == table.total()) return true;
  }
  return false;
}

// Equation 13 of Fleiss, Cohen and Everitt, all weights 0 but the diagonal's; the square of the mean is taken off
// inside the sum, where it cancels no digits.
double standard_error(const AgreementTable& table, const Margins& shares, const Kappa& kappa) {
  const auto n = static_cast<double>(table.total());
  const double by_chance = 1 - kappa.expected;
  const double apart = 1 - kappa.observed;
  const double mean = kappa.observed * kappa.expected - 2 * kappa.expected + kappa.observed;
  double sum = 0;
  for (std::size_t i = 0; i < table.classes(); ++i) {
    for (std::size_t j = 0; j < table.classes(); ++j) {
      const double share = static_cast<double>(table.count(i, j)) / n;
      const double crossed = (shares.second[i] + shares.first[j]) * apart;
      const double equal = i == j ? by_chance : 0;
      const double off_mean = without_rounding(equal - crossed - mean, equal + crossed + std::abs(mean));
      sum += share * off_mean * off_mean;
    }
  }
  return std::sqrt(sum) / (by_chance * by_chance * std::sqrt(n));
}

// Equation 14.
double null_standard_error(const AgreementTable& table, const Margins& shares, const Kappa& kappa) {
  double sum = kappa.expected + kappa.expected * kappa.expected;
  for (std::size_t i = 0; i < table.classes(); ++i) {
    sum -= shares.first[i] * shares.second[i] * (shares.first[i] + shares.second[i]);
  }
  const double size = 2 * (kappa.expected + kappa.expected * kappa.expected);
  return std::sqrt(std::max(without_rounding(sum, size), 0.0)) /
         ((1 - kappa.expected) * std::sqrt(static_cast<double>(table.total())));
}

}  // namespace

AgreementTable::AgreementTable(std::size_t classes) : classes_(classes), counts_(classes * classes) {
  if (classes == 0) throw std::invalid_argument("AgreementTable: no classes");
}

AgreementTable::AgreementTable(const Confusion& counts) : AgreementTable(2) {
  add(0, 0, counts.tp);
  add(0, 1, counts.fn);
  add(1, 0, counts.fp);
  add(1, 1, counts.tn);
}

void AgreementTable::add(std::size_t first, std::size_t second, std::uint64_t times) {
  if (first >= classes_ || second >= classes_) throw std::out_of_range("AgreementTable: no such class");
  counts_[first * classes_ + second] += times;
  total_ += times;
}

std::uint64_t AgreementTable::first_total(std::size_t first) const {
  std::uint64_t sum = 0;
  for (std::size_t j = 0; j < classes_; ++j) sum += count(first, j);
  return sum;
}

std::uint64_t AgreementTable::second_total(std::size_t second) const {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < classes_; ++i) sum += count(i, second);
  return sum;
}

Kappa cohen_kappa(const AgreementTable& table) {
  Kappa kappa;
  if (table.total() == 0) return kappa;
  const Margins shares = margins(table);
  std::uint64_t equal = 0;
  for (std::size_t i = 0; i < table.classes(); ++i) {
    equal += table.count(i, i);
    kappa.expected += shares.first[i] * shares.second[i];
  }
  kappa.observed = static_cast<double>(equal) / static_cast<double>(table.total());
  if (one_class_only(table)) return kappa;
  // Where the exact value is known, rounding must not blur it.
  const bool perfect = equal == table.total();
  const bool nothing_varies = perfect || one_sided(table);
  kappa.estimate = perfect ? 1 : nothing_varies ? 0 : (kappa.observed - kappa.expected) / (1 - kappa.expected);
  kappa.standard_error = nothing_varies ? 0 : standard_error(table, shares, kappa);
  kappa.null_standard_error = null_standard_error(table, shares, kappa);
  return kappa;
}

Interval wald_interval(std::optional<double> estimate, std::optional<double> standard_error, double level) {
  Interval interval{estimate, std::nullopt, std::nullopt};
  if (!estimate || !standard_error || *standard_error <= 0) return interval;
  const double half = z_of(level) * *standard_error;
  interval.low = std::max(*estimate - half, -1.0);
  interval.high = std::min(*estimate + half, 1.0);
  return interval;
}

Interval specific_agreement(std::uint64_t both, std::uint64_t one_alone, double level) {
  const auto a = static_cast<double>(both);
  const auto apart = static_cast<double>(one_alone);
  const double sum = 2 * a + apart;
  if (sum == 0) return {};
  Interval interval = wald_interval(2 * a / sum, std::sqrt(4 * a * apart * (a + apart)) / (sum * sum), level);
  if (interval.low) interval.low = std::max(*interval.low, 0.0);
  return interval;
}

}  // namespace cxrval::stats
