// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/multinomial.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace cxrval::stats {

// Resamples of studies of which only the pattern counts: the truth with the answers of all models and readers, say, so
// that whatever is computed of them shares each resample. Drawing units with replacement gives the units' kinds a
// multinomial law, so a resample is at most K - 1 binomials of K kinds, whatever the number of units. A unit is a
// study, or a patient who brings all studies; its kind is how often it has each pattern.
class PatternDraws {
 public:
  // Study i has pattern patterns[i], below `count`, and is of unit units[i]. The order of the studies and the numbers
  // of the units do not matter. Throws std::invalid_argument for different lengths and for a pattern from `count` on,
  // base::Error above 1e9 units.
  PatternDraws(std::span<const std::uint32_t> patterns, std::span<const std::uint32_t> units, std::size_t count);

  std::size_t patterns() const { return observed_.size(); }
  // How many studies have each pattern.
  std::span<const std::uint64_t> observed() const { return observed_; }
  // The same in resample `index` of `seed`, the same on every machine; `counts` has one place for each pattern.
  void draw(std::uint64_t seed, std::uint64_t index, std::span<std::uint64_t> counts) const;

 private:
  using Kind = std::vector<std::pair<std::uint32_t, std::uint32_t>>;  // pattern and how often, by pattern

  std::vector<Kind> kinds_;
  std::vector<std::uint64_t> observed_;
  std::optional<Multinomial> draws_;
};

}  // namespace cxrval::stats
