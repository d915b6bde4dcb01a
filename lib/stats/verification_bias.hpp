// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/confusion.hpp"
#include "stats/limits.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace cxrval::stats {

// Begg and Greenes ("Assessment of diagnostic tests when disease verification is subject to selection bias", Biometrics
// 39, 1983): the truth of some studies is unknown. If whether it is known depends on the AI's result alone, studies
// without truth are divided as those with the same result and a known truth are; PPV and NPV stay, the others move.

struct PartlyVerified {
  Confusion verified;
  std::uint64_t unverified_positive = 0;  // by the AI's result
  std::uint64_t unverified_negative = 0;

  PartlyVerified& operator+=(const PartlyVerified& other);
};

// Expected counts of all studies; nothing where there are studies with a result of which none is verified.
std::optional<RealCells> corrected_cells(const PartlyVerified& studies);

// Patients (or studies) that are alike.
struct PartlyVerifiedUnits {
  PartlyVerified studies;
  std::uint64_t count = 0;
};

// With the linearised standard error, the root of the sum over units of the squared influence; over single studies that
// is the delta method's of Begg and Greenes (for the logit of sensitivity: n / (m+ m-) + fp / (tp (tp + fp)) + tn / (fn
// (tn + fn)), m+ and m- studies with either result).
// `small_sample` is the variance times M / (M - 1) of M units.
Estimated corrected(Measure measure, std::span<const PartlyVerifiedUnits> units, bool small_sample = false);

struct CorrectedInterval {
  double level = 0.95;
  bool student = false;  // t with M - 1 degrees of freedom and small_sample, rather than z: for few patients
};

// On the logit scale for measures between 0 and 1 (Zhou, Obuchowski and McClish, Statistical Methods in Diagnostic
// Medicine, 2nd ed., 2011, chapter 10), else on the usual one. No limits, and why, where a number is undefined or no
// variance was seen.
Limits corrected_limits(Measure measure, std::span<const PartlyVerifiedUnits> units, const CorrectedInterval& wanted);

}  // namespace cxrval::stats
