// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace cxrval::stats {

// P values adjusted for how many there are, in the order given, at most 1; those that are missing stay so and do not
// count, as in R's p.adjust.
using PValues = std::vector<std::optional<double>>;

// Family-wise error: step-down of Holm (Scand. J. Stat. 6, 1979).
PValues holm(std::span<const std::optional<double>> p);

}  // namespace cxrval::stats
