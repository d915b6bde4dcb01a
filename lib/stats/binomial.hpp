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

// The logarithm of k! less that of Stirling's approximation sqrt(2 pi) (k + 1)^(k + 1/2) e^-(k + 1), for whole k >= 0;
// to 1e-11.
double stirling_rest(double k);

// What draws of one chance share, whatever the number of trials.
class Chance {
 public:
  // With up to `most_trials` draws; where these are few, what they share is kept for each number of trials.
  explicit Chance(Fraction p, std::uint64_t most_trials = 0);

 private:
  friend class Binomial;

  double none_of(std::uint64_t trials) const;

  bool flipped_;  // counts failures, because they are rarer
  double p_;      // of the rarer side
  double odds_;
  double log_other_;  // log(1 - p)
  std::vector<double> none_;
};

// Exact draws from Binomial(trials, p), O(1) expected: inversion where the rarer side is expected fewer than 10 times,
// else transformed rejection (BTRS: Hörmann, "The generation of binomial random variates", J. Stat. Comput. Simul. 46,
// 1993) with the bounds of BTPE (Kachitvichyanukul and Schmeiser, "Binomial random variate generation", Commun. ACM 31,
// 1988), which spare most of the logarithms and change no draw. At most 1e9 trials. Uses no global state.
class Binomial {
 public:
  Binomial(std::uint64_t trials, Fraction p) : Binomial(trials, Chance(p)) {}
  Binomial(std::uint64_t trials, const Chance& chance);  // keeps nothing of `chance`

  // For laws that are drawn from often: works out the most likely chances once.
  void keep_chances();

  std::uint64_t operator()(RandomStream& random) const;

 private:
  void keep_near_mode();
  double next_chance(double chance, double k) const { return chance * (odds_ * (n_ - k) / (k + 1)); }
  std::uint64_t invert(RandomStream& random) const;
  std::uint64_t reject(RandomStream& random) const;
  bool accepts(double k, double weighted_uniform) const;
  bool lies_under_product(double k, double weighted_uniform) const;
  bool lies_under(double k, double log_uniform) const;

  std::uint64_t trials_;
  bool flipped_;
  double p_;
  double odds_;
  double n_;
  bool inverts_;
  double start_ = 0;                                                              // inversion: the chance of none
  double b_ = 0, a_ = 0, c_ = 0, v_r_ = 0, alpha_ = 0, variance_ = 0, mode_ = 0;  // rejection
  // Nothing, or the chances from 0 (inversion) or from mode - 20 to mode + 20 as parts of the mode's (rejection).
  std::vector<double> kept_;
};

// One draw; the same number as Binomial(trials, chance)(random).
std::uint64_t draw_binomial(std::uint64_t trials, const Chance& chance, RandomStream& random);

// P(X = k) of Binomial(trials, p) for k = first .. first + p.size() - 1: all values whose chance is at least 1e-24 of
// the most likely one's; what is left out sums to less than 1e-20. Sums to 1.
struct BinomialLaw {
  std::uint64_t first = 0;
  std::vector<double> p;
};

// By the ratio recurrence outward from the mode, without factorials. Reuses the vector of `law`.
void binomial_law(std::uint64_t trials, Fraction p, BinomialLaw& law);

}  // namespace cxrval::stats
