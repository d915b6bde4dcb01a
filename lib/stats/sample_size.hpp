// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/binomial.hpp"
#include "stats/confusion.hpp"
#include "stats/proportion.hpp"

#include <cstdint>
#include <optional>

namespace cxrval::stats {

// A share from 0 to 1 rounded to whole billionths.
Fraction to_billionths(double share);

// The share of the studies that is expected in each cell; the four add up to 1.
RealCells expected_shares(double sensitivity, double specificity, double prevalence);

// A number of studies or cases, and what it gives: the half-width or the power.
struct SampleSize {
  std::uint64_t number = 0;
  double achieved = 0;
};

// Everything is sought up to so many studies or cases; functions give nothing where that is too few.
constexpr std::uint64_t most_planned = 100'000'000;

// A measure where it is expected, and n times its variance in n studies to first order (delta method).
struct Expected {
  double value = 0;
  double variance = 0;
};
// Of shares or of a pilot's counts; nothing where the measure is undefined.
std::optional<Expected> expected(Measure measure, const RealCells& cells);

// Studies for an interval estimate +- half_width, by the delta method: the smallest n with z SD / sqrt(n) <=
// half_width.
std::optional<SampleSize> studies_for_half_width(const Expected& expected, double half_width, double level);
// Studies for a one-sided test at `alpha` that finds the measure above `goal` with chance `power`, by the delta method
// with the expected variance: n = variance (z_alpha + z_power)^2 / (value - goal)^2.
struct Test {
  double alpha = 0.05;
  double power = 0.8;
};
std::optional<SampleSize> studies_for_goal(const Expected& expected, double goal, const Test& test);

// Cases of a share p (for sensitivity abnormal studies) so that the expected half-width of its interval, over all
// Binomial(m, p) results, is at most `half_width`; shares are taken to 1e-9. Wald's takes the half-width at the
// expected share, z sqrt(p (1 - p) / m), as textbooks do. See first_lasting() for what is the smallest m.
struct ShareInterval {
  double level = 0.95;
  ProportionMethod method = ProportionMethod::wilson;
};
std::optional<SampleSize> cases_for_half_width(double share, double half_width, const ShareInterval& interval);
double expected_half_width(double share, std::uint64_t cases, const ShareInterval& interval);

// What an area under the ROC curve is expected to be, and how studies come.
struct ExpectedAuc {
  double auc = 0.5;  // between 0 and 1
  double prevalence = 0.5;
};
// Hanley and McNeil (Radiology 143, 1982), for exponential scores, with prevalence * n positives, which may be a
// fraction.
double auc_variance(const ExpectedAuc& expected, double studies);
// The smallest n with at least two expected studies of each class.
std::optional<SampleSize> studies_for_auc_half_width(const ExpectedAuc& expected, double half_width, double level);
std::optional<SampleSize> studies_for_auc_goal(const ExpectedAuc& expected, double goal, const Test& test);

// Two areas of the same studies with `correlation` between their estimates (Hanley and McNeil, Radiology 148, 1983): a
// two-sided test of their difference, by z |A - B| / SE with the variances of both areas as they are expected.
struct AucPair {
  double first = 0.5;
  double second = 0.5;
  double correlation = 0;
  double prevalence = 0.5;
};
std::optional<SampleSize> studies_for_auc_difference(const AucPair& pair, const Test& test);

}  // namespace cxrval::stats
