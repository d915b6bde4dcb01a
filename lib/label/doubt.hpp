// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "label/labeler.hpp"
#include "label/warnings.hpp"

#include <vector>

namespace cxrval::label {

struct Reason {
  Warning warning = Warning::laterality;
  unsigned points = 0;

  bool operator==(const Reason&) const = default;
};

// Why the label may be wrong, in the order of the warnings. The points are a rank and no probability:
//   normal    abnormal_conclusion 10, abnormal_words 8, laterality 6, remainder 6, old_film 4
//   abnormal  near_miss 10 less one for each edit (at least 4) where every abnormal region has one, else 2;
//             normal_conclusion 7, truncated_1024 4, near_1024 1
//   both      legacy_charset 9, mojibake 9
std::vector<Reason> reasons_for_doubt(const Verdict& verdict);

// The sum of their points; 0 for a report that is unlabelled.
unsigned doubt_about(const Verdict& verdict);

}  // namespace cxrval::label
