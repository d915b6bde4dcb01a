// SPDX-License-Identifier: Apache-2.0
#include "stats/power.hpp"

#include "stats/binomial.hpp"
#include "stats/first_lasting.hpp"
#include "stats/normal.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::stats {
namespace {

constexpr double tie = 1e-12;

double square(double x) {
  return x * x;
}

double inside(double p) {
  constexpr double smallest = 1e-12;
  return std::clamp(p, smallest, 1 - smallest);
}

std::uint64_t whole(double number) {
  return static_cast<std::uint64_t>(std::ceil(number));
}

// Given d discordant studies for d = 0 .. most: the chance that x of them, Binomial(d, share), lies in either tail that
// the test rejects.
std::vector<double> conditional_powers(double share, double alpha, std::uint64_t most) {
  GrowingTail even(0.5);
  GrowingTail low(inside(share));
  GrowingTail high(inside(1 - share));
  std::vector<double> powers{0};
  for (std::uint64_t d = 1; d <= most; ++d) {
    for (GrowingTail* tail : {&even, &low, &high}) tail->add_trial();
    while (2 * even.at_most_k() <= alpha + tie) {
      for (GrowingTail* tail : {&even, &low, &high}) tail->raise_k();
    }
    powers.push_back(std::clamp(low.below_k() + high.below_k(), 0.0, 1.0));
  }
  return powers;
}

}  // namespace

void GrowingTail::add_trial() {
  const auto trials = static_cast<double>(trials_);
  at_most_k_ -= p_ * at_k_;
  at_k_ *= (trials + 1) * (1 - p_) / (trials + 1 - static_cast<double>(k_));
  ++trials_;
}

void GrowingTail::raise_k() {
  const auto k = static_cast<double>(k_);
  at_k_ *= (static_cast<double>(trials_) - k) * p_ / ((k + 1) * (1 - p_));
  at_most_k_ += at_k_;
  ++k_;
}

BinomialTestPower::BinomialTestPower(double share, double goal, double alpha)
    : goal_(goal), share_(share), enough_(1 - alpha) {}

double BinomialTestPower::next() {
  goal_.add_trial();
  share_.add_trial();
  while (goal_.at_most_k() < enough_ - tie && goal_.k() < goal_.trials()) {
    goal_.raise_k();
    share_.raise_k();
  }
  return goal_.k() == goal_.trials() ? 0 : std::clamp(1 - share_.at_most_k(), 0.0, 1.0);
}

std::optional<SampleSize> cases_for_goal(double share, double goal, const Test& test) {
  const double z_alpha = -normal_quantile(test.alpha);
  const double z_power = normal_quantile(test.power);
  const double normal =
      square((z_alpha * std::sqrt(goal * (1 - goal)) + z_power * std::sqrt(share * (1 - share))) / (share - goal));
  const double most = 4 * normal + 1000;
  if (most > static_cast<double>(most_planned)) return std::nullopt;
  BinomialTestPower powers(share, goal, test.alpha);
  SampleSize found;
  bool failed = true;
  for (std::uint64_t cases = 1; cases <= whole(most); ++cases) {
    const double power = powers.next();
    if (power < test.power) {
      failed = true;
    } else if (failed) {
      found = {cases, power};
      failed = false;
    }
  }
  if (failed) return std::nullopt;
  return found;
}

McNemarPower::McNemarPower(const Discordance& expected, double alpha, std::uint64_t most_studies)
    : discordant_(expected.first + expected.second) {
  BinomialLaw law;
  binomial_law(most_studies, to_billionths(discordant_), law);
  given_ = conditional_powers(expected.first / discordant_, alpha, law.first + law.p.size() - 1);
}

double McNemarPower::of(std::uint64_t studies) const {
  BinomialLaw law;
  binomial_law(studies, to_billionths(discordant_), law);
  double power = 0;
  for (std::size_t i = 0; i < law.p.size(); ++i) power += law.p[i] * given_.at(law.first + i);
  return power;
}

double connor_studies(const Discordance& expected, const Test& test) {
  const double psi = expected.first + expected.second;
  const double difference = expected.first - expected.second;
  const double z_alpha = -normal_quantile(test.alpha / 2);
  const double z_power = normal_quantile(test.power);
  return square((z_alpha * std::sqrt(psi) + z_power * std::sqrt(psi - square(difference))) / difference);
}

std::optional<SampleSize> studies_for_mcnemar(const Discordance& expected, const Test& test) {
  constexpr double most_by_formula = 1e6;
  const double formula = connor_studies(expected, test);
  if (!(formula <= most_by_formula)) return std::nullopt;
  const std::uint64_t most = 4 * whole(formula) + 1000;
  const McNemarPower power(expected, test.alpha, 2 * most);
  const auto holds = [&](std::uint64_t studies) { return power.of(studies) >= test.power; };
  const auto found = first_lasting(holds, whole(formula), most);
  if (!found) return std::nullopt;
  return SampleSize{*found, power.of(*found)};
}

}  // namespace cxrval::stats
