// SPDX-License-Identifier: Apache-2.0
#include "stats/binomial.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace cxrval::stats {
namespace {

constexpr double inversion_below = 10;  // BTRS needs a mean of at least 10
constexpr double negligible = 1e-24;
constexpr std::uint64_t few_trials = 256;
constexpr double few_factors = 20;  // the bounds of BTPE hold for more

}  // namespace

double stirling_rest(double k) {
  static constexpr std::array rest{0.08106146679532726,  0.04134069595540929, 0.02767792568499834, 0.02079067210376509,
                                   0.01664469118982119,  0.01387612882307075, 0.01189670994589177, 0.01041126526197209,
                                   0.009255462182712733, 0.008330563433362871};
  if (k < 10) return rest[static_cast<std::size_t>(k)];
  const double x = 1 / (k + 1);
  const double x2 = x * x;
  return x * (1.0 / 12 - x2 * (1.0 / 360 - x2 * (1.0 / 1260 - x2 / 1680)));
}

Chance::Chance(Fraction p, std::uint64_t most_trials) : flipped_(p.part > p.whole - p.part) {
  const std::uint64_t rarer = flipped_ ? p.whole - p.part : p.part;
  p_ = static_cast<double>(rarer) / static_cast<double>(p.whole);
  odds_ = p_ / (1 - p_);
  log_other_ = std::log1p(-p_);
  if (most_trials > few_trials) return;
  std::vector<double> none;
  for (std::uint64_t trials = 0; trials <= most_trials; ++trials) none.push_back(none_of(trials));
  none_ = std::move(none);
}

double Chance::none_of(std::uint64_t trials) const {
  return trials < none_.size() ? none_[trials] : std::exp(static_cast<double>(trials) * log_other_);
}

Binomial::Binomial(std::uint64_t trials, const Chance& chance)
    : trials_(trials),
      flipped_(chance.flipped_),
      p_(chance.p_),
      odds_(chance.odds_),
      n_(static_cast<double>(trials)),
      inverts_(n_ * p_ < inversion_below) {
  if (trials_ == 0 || p_ == 0) return;
  if (inverts_) {
    start_ = chance.none_of(trials);
    return;
  }
  deviation_ = std::sqrt(n_ * p_ * (1 - p_));
  b_ = 1.15 + 2.53 * deviation_;
  a_ = -0.0873 + 0.0248 * b_ + 0.01 * p_;
  c_ = n_ * p_ + 0.5;
  v_r_ = 0.92 - 4.2 / b_;
}

std::uint64_t Binomial::operator()(RandomStream& random) const {
  if (trials_ == 0 || p_ == 0) return flipped_ ? trials_ : 0;
  const std::uint64_t rarer = inverts_ ? invert(random) : reject(random);
  return flipped_ ? trials_ - rarer : rarer;
}

std::uint64_t Binomial::invert(RandomStream& random) const {
  while (true) {
    double left = random.uniform();
    double chance = start_;
    for (double k = 0; k <= n_; ++k) {
      if (left <= chance) return static_cast<std::uint64_t>(k);
      left -= chance;
      chance *= odds_ * (n_ - k) / (k + 1);
    }
  }
}

std::uint64_t Binomial::reject(RandomStream& random) const {
  while (true) {
    const double u = random.uniform() - 0.5;
    const double v = random.uniform();
    const double distance = 0.5 - std::abs(u);
    const double at = (2 * a_ / distance + b_) * u + c_;
    if (distance >= 0.07 && v <= v_r_) return static_cast<std::uint64_t>(at);
    if (at < 0 || at >= n_ + 1) continue;
    const std::uint64_t k = static_cast<std::uint64_t>(at);
    const double alpha = (2.83 + 5.1 / b_) * deviation_;
    const double weighted_uniform = v * alpha / (a_ / (distance * distance) + b_);
    if (accepts(static_cast<double>(k), weighted_uniform)) return k;
  }
}

// Whether the weighted uniform lies under P(X = k) / P(X = mode), whose logarithm is -y^2 / (2 npq) but for `slack`.
bool Binomial::accepts(double k, double weighted_uniform) const {
  const double mode = static_cast<double>(static_cast<std::uint64_t>((n_ + 1) * p_));
  const double y = std::abs(k - mode);
  if (y <= few_factors) return lies_under_product(k, mode, weighted_uniform);
  const double log_uniform = std::log(weighted_uniform);
  const double variance = deviation_ * deviation_;
  if (y < variance / 2 - 1) {
    const double slack = y / variance * ((y * (y / 3 + 0.625) + 1.0 / 6) / variance + 0.5);
    const double normal = -y * y / (2 * variance);
    if (log_uniform < normal - slack) return true;
    if (log_uniform > normal + slack) return false;
  }
  return lies_under(k, mode, log_uniform);
}

// As a product of odds (n - i + 1) / i; twenty numerators of at most 1e9 stay far below the greatest double.
bool Binomial::lies_under_product(double k, double mode, double weighted_uniform) const {
  double above = 1, below = 1;
  for (double i = std::min(k, mode) + 1; i <= std::max(k, mode); ++i) {
    above *= odds_ * (n_ - i + 1);
    below *= i;
  }
  return k > mode ? weighted_uniform * below <= above : weighted_uniform * above <= below;
}

bool Binomial::lies_under(double k, double mode, double log_uniform) const {
  const double at_mode =
      (mode + 0.5) * std::log((mode + 1) / (odds_ * (n_ - mode + 1))) + stirling_rest(mode) + stirling_rest(n_ - mode);
  const double at_k = (n_ + 1) * std::log((n_ - mode + 1) / (n_ - k + 1)) +
                      (k + 0.5) * std::log(odds_ * (n_ - k + 1) / (k + 1)) - stirling_rest(k) - stirling_rest(n_ - k);
  return log_uniform <= at_mode + at_k;
}

std::uint64_t draw_binomial(std::uint64_t trials, const Chance& chance, RandomStream& random) {
  return Binomial(trials, chance)(random);
}

void binomial_law(std::uint64_t trials, Fraction p, BinomialLaw& law) {
  law.p.clear();
  if (p.part == 0 || p.part == p.whole || trials == 0) {
    law.first = p.part == 0 ? 0 : trials;
    law.p.push_back(1);
    return;
  }
  const double n = static_cast<double>(trials);
  const double odds = static_cast<double>(p.part) / static_cast<double>(p.whole - p.part);
  const double mean = n * static_cast<double>(p.part) / static_cast<double>(p.whole);
  const double mode = std::min(n, std::floor(mean));
  double chance = 1;
  for (double k = mode; chance > negligible; --k) {
    law.p.push_back(chance);
    if (k == 0) break;
    chance *= k / ((n - k + 1) * odds);
  }
  law.first = static_cast<std::uint64_t>(mode) - (law.p.size() - 1);
  std::reverse(law.p.begin(), law.p.end());
  chance = 1;
  for (double k = mode; k < n; ++k) {
    chance *= odds * (n - k) / (k + 1);
    if (chance <= negligible) break;
    law.p.push_back(chance);
  }
  double sum = 0;
  for (const double term : law.p) sum += term;
  for (double& term : law.p) term /= sum;
}

}  // namespace cxrval::stats
