// SPDX-License-Identifier: Apache-2.0
#include "stats/binomial.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace cxrval::stats {
namespace {

constexpr double inversion_below = 10;  // BTRS needs a mean of at least 10
constexpr double negligible = 1e-24;

// log(k!) - (log(sqrt(2 pi)) + (k + 1/2) log(k + 1) - (k + 1)): what Stirling's formula leaves.
double stirling_rest(double k) {
  static constexpr std::array rest{0.08106146679532726,  0.04134069595540929, 0.02767792568499834, 0.02079067210376509,
                                   0.01664469118982119,  0.01387612882307075, 0.01189670994589177, 0.01041126526197209,
                                   0.009255462182712733, 0.008330563433362871};
  if (k < 10) return rest[static_cast<std::size_t>(k)];
  const double x = 1 / (k + 1);
  const double x2 = x * x;
  return x * (1.0 / 12 - x2 * (1.0 / 360 - x2 * (1.0 / 1260 - x2 / 1680)));
}

}  // namespace

Binomial::Binomial(std::uint64_t trials, Fraction p)
    : trials_(trials), flipped_(p.part > p.whole - p.part), n_(static_cast<double>(trials)) {
  const std::uint64_t rarer = flipped_ ? p.whole - p.part : p.part;
  p_ = static_cast<double>(rarer) / static_cast<double>(p.whole);
  odds_ = p_ / (1 - p_);
  if (n_ * p_ < inversion_below) {
    start_ = std::exp(n_ * std::log1p(-p_));
    return;
  }
  const double deviation = std::sqrt(n_ * p_ * (1 - p_));
  b_ = 1.15 + 2.53 * deviation;
  a_ = -0.0873 + 0.0248 * b_ + 0.01 * p_;
  c_ = n_ * p_ + 0.5;
  v_r_ = 0.92 - 4.2 / b_;
  alpha_ = (2.83 + 5.1 / b_) * deviation;
  mode_ = std::floor((n_ + 1) * p_);
}

std::uint64_t Binomial::operator()(RandomStream& random) const {
  if (trials_ == 0 || p_ == 0) return flipped_ ? trials_ : 0;
  const std::uint64_t rarer = n_ * p_ < inversion_below ? invert(random) : reject(random);
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
    const double k = std::floor((2 * a_ / distance + b_) * u + c_);
    if (distance >= 0.07 && v <= v_r_) return static_cast<std::uint64_t>(k);
    if (k < 0 || k > n_) continue;
    if (accepts(k, v * alpha_ / (a_ / (distance * distance) + b_))) return static_cast<std::uint64_t>(k);
  }
}

// Whether the weighted uniform lies under P(X = k) / P(X = mode).
bool Binomial::accepts(double k, double weighted_uniform) const {
  const double at_mode = (mode_ + 0.5) * std::log((mode_ + 1) / (odds_ * (n_ - mode_ + 1))) + stirling_rest(mode_) +
                         stirling_rest(n_ - mode_);
  const double at_k = (n_ + 1) * std::log((n_ - mode_ + 1) / (n_ - k + 1)) +
                      (k + 0.5) * std::log(odds_ * (n_ - k + 1) / (k + 1)) - stirling_rest(k) - stirling_rest(n_ - k);
  return std::log(weighted_uniform) <= at_mode + at_k;
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
