// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/confusion.hpp"
#include "stats/limits.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cxrval::stats {

// Patients (or studies) that are alike: the cells that the studies of one fill in each of k groups. A patient with
// studies in several groups makes their numbers dependent.
struct GroupedUnits {
  std::vector<Confusion> groups;
  std::uint64_t count = 0;
};

// One group against all others taken together, by the linearised variance of the difference.
struct GroupContrast {
  Estimated group;                   // on the plain scale
  std::optional<double> difference;  // group less the others, on the scale of the test
  std::optional<double> standard_error;
  std::optional<double> t;                           // difference / standard_error
  std::optional<std::uint64_t> degrees_denominator;  // of the t
  std::optional<double> p;                           // two-sided
  std::string reason;                                // why there is no test
};

// Whether a measure differs between groups: the Wald test that all k are equal, with the linearised covariance of the
// k numbers, V = sum over units of psi psi', psi the unit's influence on each (Binder, Int. Stat. Rev. 51, 1983), that
// on group g times sqrt(M_g / (M_g - 1)). M_g is the number of units with studies in the group that count for the
// measure (for sensitivity positive ones).
//
// With few units the chi-square law of the Wald statistic and the normal law of a difference find differences too
// often (Cameron and Miller, "A practitioner's guide to cluster-robust inference", J. Hum. Resour. 50, 2015, section
// VI): a difference is held against Student's t, chi_square / (k - 1) against F with k - 1 degrees, both with one less
// than the smallest M_g as the degrees of the denominator, as Obuchowski's areas have here. Of many units that is the
// normal and the chi-square law; with two groups chi_square is t^2 and both p values are one. A simulated test at 5 %
// of equal groups finds a difference in 4 % of samples of 12 and 12 patients, in 2 % of 6 and 6, 2 % of 4 and 40.
struct Interaction {
  std::optional<double> chi_square;
  std::uint64_t degrees = 0;  // k - 1
  std::optional<std::uint64_t> degrees_denominator;
  std::optional<double> p;
  std::string reason;  // why there is no test: a number is undefined, at the end of its scale or without variance, or V
                       // cannot be inverted
  std::vector<GroupContrast> groups;
};

// On the plain scale unless another is asked for; ratios are better compared on usual_scale(measure). Throws
// std::invalid_argument for units of fewer than two or of different numbers of groups.
Interaction interaction(Measure measure, std::span<const GroupedUnits> units, Scale scale = Scale::plain);

}  // namespace cxrval::stats
