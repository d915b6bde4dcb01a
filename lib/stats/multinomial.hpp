// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/binomial.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cxrval::stats {

// As many draws with replacement as there are units, from units of K kinds: how often each kind comes up, exactly
// Multinomial(M; count / M), by K - 1 conditional binomials, whatever M is.
class Multinomial {
 public:
  // Throws base::Error above 1e9 units.
  explicit Multinomial(std::vector<std::uint64_t> counts);

  std::size_t kinds() const { return counts_.size(); }
  std::uint64_t units() const { return units_; }
  std::span<const std::uint64_t> counts() const { return counts_; }
  // `times` has one place for each kind.
  void draw(RandomStream& random, std::span<std::uint64_t> times) const;

 private:
  // The binomials of a kind by their trials: those that come often, where there are few.
  struct Laws {
    std::uint64_t fewest_trials = 0;
    std::vector<Binomial> by_trials;
  };

  Laws laws_of(std::uint64_t units_left, const Chance& chance) const;
  std::uint64_t draw(std::size_t kind, std::uint64_t trials, RandomStream& random) const;

  std::vector<std::uint64_t> counts_;
  std::uint64_t units_ = 0;
  std::vector<Chance> chances_;  // of each kind among itself and those behind it
  std::vector<Laws> laws_;       // of each kind
};

}  // namespace cxrval::stats
