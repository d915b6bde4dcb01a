// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/bootstrap.hpp"
#include "stats/confusion.hpp"
#include "stats/limits.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace cxrval::stats {

// The slopes of a measure in the four counts: what one more study in a cell adds to it, to first order. All measures
// are homogeneous of degree 0, so the slopes times the counts sum to 0.
struct Gradient {
  double tp = 0;
  double fp = 0;
  double fn = 0;
  double tn = 0;

  // The influence of a unit with these studies.
  double influence(const Confusion& cells) const;
};

// Nothing where the measure is undefined.
std::optional<Gradient> gradient(Measure measure, const RealCells& cells);

// How the units came into the sample.
struct Design {
  bool by_truth = false;      // positive units (any positive study: Rutter, Acad. Radiol. 7, 2000) and the others in
                              // fixed numbers, rather than as they came
  bool small_sample = false;  // the variance times M / (M - 1), in each stratum by its own number of units
};

Confusion total_of(std::span<const Cluster> units);

// 1 for a positive unit where the strata are fixed, else 0.
std::size_t stratum_of(const Confusion& cells, const Design& design);

// Degrees of freedom: units less strata that have any.
double degrees_of(std::span<const Cluster> units, const Design& design);

// Linearised standard error: sqrt of the sum over units of the squared influence (Woodruff, J. Am. Stat. Assoc. 66,
// 1971; Binder, Int. Stat. Rev. 51, 1983), each stratum's mean influence taken off when strata are fixed. Of single
// studies this is the delta method; of patients it allows for any dependence between a patient's studies. A stratum of
// one unit shows no variance and adds none.
double standard_error(const Gradient& slopes, std::span<const Cluster> units, const Design& design = {});

// The measure on the units together with that standard error; nothing where the measure is undefined.
Estimated linearised(Measure measure, std::span<const Cluster> units, const Design& design = {});

// The same of a resample in which each kind of unit came up `times[k]` times: for the studentised bootstrap.
Estimated linearised_resample(Measure measure, std::span<const Cluster> kinds, std::span<const std::uint64_t> times,
                              const Design& design = {});

// Variance over patients by the variance that single studies with the same counts would give (Kish, Survey Sampling,
// 1965). Nothing where that is 0 or the measure is undefined. small_sample is not used.
std::optional<double> design_effect(Measure measure, std::span<const Cluster> units, const Design& design = {});

struct LinearisedInterval {
  double level = 0.95;
  Scale scale = Scale::plain;
  bool student = false;  // t with as many degrees of freedom as units less strata, rather than z: for few patients
  Design design;
};

// Limits on the scale, cut at range_of(measure). Throws std::invalid_argument for a level outside 0..1, and for the
// logit of a measure whose range is not 0..1.
Limits linearised_limits(Measure measure, std::span<const Cluster> units, const LinearisedInterval& wanted);

}  // namespace cxrval::stats
