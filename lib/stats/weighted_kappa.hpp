// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/agreement.hpp"

#include <optional>

namespace cxrval::stats {

// What a disagreement of classes i and j out of k counts, when classes stand in their natural order: that of the table,
// which its maker decides.
enum class Weighting {
  linear,     // agreement 1 - |i - j| / (k - 1)
  quadratic,  // agreement 1 - (i - j)^2 / (k - 1)^2
};

// Cohen's weighted kappa (Psychol. Bull. 70, 1968) with the standard errors of Fleiss, Cohen and Everitt (Psychol.
// Bull. 72, 1969). Of two classes it is cohen_kappa(). Nothing is defined where that defines nothing.
Kappa weighted_kappa(const AgreementTable& table, Weighting weighting);

// The largest kappa that the margins allow: (sum min(p_i., p_.i) - expected) / (1 - expected). Nothing where kappa is
// not defined.
std::optional<double> largest_kappa(const AgreementTable& table);

// Gwet's AC1 (Br. J. Math. Stat. Psychol. 61, 2008), whose chance agreement sum q (1 - q) / (k - 1) of the mean margins
// q does not collapse when nearly all cases are of one class; it depends on the number k of classes, used or not.
// `standard_error` is his equation for two raters, not assuming that it is 0. Nothing for a single class.
Kappa gwet_ac1(const AgreementTable& table);

}  // namespace cxrval::stats
