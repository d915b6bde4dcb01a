// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/random.hpp"

#include <cstdint>
#include <vector>

namespace cxrval::stats {

// A probability as two counts, so that nothing is rounded: part <= whole, whole > 0.
struct Fraction {
  std::uint64_t part = 0;
  std::uint64_t whole = 1;
};

// Exact draws from Binomial(trials, p), O(1) expected: inversion where the rarer side is expected fewer than 10 times,
// else transformed rejection (BTRS: Hörmann, "The generation of binomial random variates", J. Stat. Comput. Simul. 46,
// 1993). At most 1e9 trials. Uses no global state.
class Binomial {
 public:
  Binomial(std::uint64_t trials, Fraction p);

  std::uint64_t operator()(RandomStream& random) const;

 private:
  std::uint64_t invert(RandomStream& random) const;
  std::uint64_t reject(RandomStream& random) const;
  bool accepts(double k, double weighted_uniform) const;

  std::uint64_t trials_;
  bool flipped_;  // counts failures, because they are rarer
  double n_;
  double p_;  // of the rarer side
  double odds_ = 0;
  double start_ = 0;  // inversion: the chance of none
  double b_ = 0, a_ = 0, c_ = 0, v_r_ = 0, alpha_ = 0, mode_ = 0;
};

// P(X = k) of Binomial(trials, p) for k = first .. first + p.size() - 1: all values whose chance is at least 1e-24 of
// the most likely one's; what is left out sums to less than 1e-20. Sums to 1.
struct BinomialLaw {
  std::uint64_t first = 0;
  std::vector<double> p;
};

// By the ratio recurrence outward from the mode, without factorials. Reuses the vector of `law`.
void binomial_law(std::uint64_t trials, Fraction p, BinomialLaw& law);

}  // namespace cxrval::stats
