// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/confusion.hpp"
#include "stats/interval.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace cxrval::stats {

// How often two raters named each pair of k classes.
class AgreementTable {
 public:
  // Throws std::invalid_argument for no classes.
  explicit AgreementTable(std::size_t classes);
  // Two classes, positive and negative; truth is the first rater, prediction the second.
  explicit AgreementTable(const Confusion& counts);

  // Throws std::out_of_range for a class from classes() on.
  void add(std::size_t first, std::size_t second, std::uint64_t times = 1);

  std::size_t classes() const { return classes_; }
  std::uint64_t count(std::size_t first, std::size_t second) const { return counts_[first * classes_ + second]; }
  std::uint64_t total() const { return total_; }
  std::uint64_t first_total(std::size_t first) const;
  std::uint64_t second_total(std::size_t second) const;

 private:
  std::size_t classes_;
  std::vector<std::uint64_t> counts_;
  std::uint64_t total_ = 0;
};

// Cohen's kappa (Educ. Psychol. Meas. 20, 1960) with the large-sample standard errors of Fleiss, Cohen and Everitt
// (Psychol. Bull. 72, 1969). All numbers are proportions without unit.
struct Kappa {
  double observed = 0;                        // share of equal classes
  double expected = 0;                        // the same by chance, from the margins
  std::optional<double> estimate;             // (observed - expected) / (1 - expected); nothing when expected is 1
  std::optional<double> standard_error;       // not assuming that kappa is 0: for intervals
  std::optional<double> null_standard_error;  // assuming that it is: for the test of kappa = 0
};

// Nothing of it is defined for an empty table, and no kappa when both raters name the same single class only.
Kappa cohen_kappa(const AgreementTable& table);

// estimate +- z * standard_error at `level`, cut at -1 and 1. No limits when the standard error is 0 (no variance was
// seen, as in perfect agreement, which does not make the number certain).
Interval wald_interval(std::optional<double> estimate, std::optional<double> standard_error, double level);

// Of two raters' yes and no, 2a / (2a + b + c): both said yes a times, one of them alone b and c times. The standard
// error is the delta method's, sqrt(4a (b + c) (a + b + c)) / (2a + b + c)^2 (Graham and Bull, J. Clin. Epidemiol. 51,
// 1998). Nothing when nobody said yes.
Interval specific_agreement(std::uint64_t both, std::uint64_t one_alone, double level);

}  // namespace cxrval::stats
