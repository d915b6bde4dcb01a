// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/sample_size.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace cxrval::stats {

// P(X <= k) of Binomial(trials, p), 0 < p < 1, as trials and k grow.
class GrowingTail {
 public:
  explicit GrowingTail(double p) : p_(p) {}

  double at_most_k() const { return at_most_k_; }
  double below_k() const { return at_most_k_ - at_k_; }
  std::uint64_t trials() const { return trials_; }
  std::uint64_t k() const { return k_; }
  void add_trial();
  void raise_k();  // k < trials

 private:
  double p_;
  std::uint64_t trials_ = 0;
  std::uint64_t k_ = 0;
  double at_most_k_ = 1;
  double at_k_ = 1;
};

// The power of the one-sided exact binomial test of "share <= goal" when the share is `share`, for a growing number of
// cases: the test rejects for x >= c with the smallest c for which P(X >= c) <= alpha at the goal.
// 0 < goal < share < 1. A case more is a step of recurrences.
class BinomialTestPower {
 public:
  BinomialTestPower(double share, double goal, double alpha);

  // With one case at the first call, and one more at each.
  double next();

 private:
  GrowingTail goal_;
  GrowingTail share_;
  double enough_;  // 1 - alpha
};

// Powers of exact tests go up and down as the number of cases grows, for their true level is a step function of it.
// Cases from which on the power is at least test.power: no number fails up to four times what the normal approximation
// asks for, and 1,000 more.
std::optional<SampleSize> cases_for_goal(double share, double goal, const Test& test);

// Shares of studies in which only the first, and only the second, of two models is right.
struct Discordance {
  double first = 0;
  double second = 0;
};
// The exact two-sided McNemar test (P = twice the smaller tail of Binomial(discordant, 1/2), at most alpha): its power
// given each number of discordant studies, and over their binomial number in n studies.
class McNemarPower {
 public:
  // For up to `most_studies`. 0 < first + second <= 1.
  McNemarPower(const Discordance& expected, double alpha, std::uint64_t most_studies);

  double of(std::uint64_t studies) const;

 private:
  double discordant_;
  std::vector<double> given_;
};

// Studies from which on that power is at least test.power (see first_lasting()); the shares must differ. Nothing above
// 1e6 studies by Connor's formula.
std::optional<SampleSize> studies_for_mcnemar(const Discordance& expected, const Test& test);
// Connor's formula for the same (Biometrics 43, 1987): with psi the sum and d the difference of the shares
// (z_{alpha/2} sqrt(psi) + z_power sqrt(psi - d^2))^2 / d^2.
double connor_studies(const Discordance& expected, const Test& test);

}  // namespace cxrval::stats
