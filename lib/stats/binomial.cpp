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
constexpr std::size_t kept_of_inversion = 24;

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
  variance_ = n_ * p_ * (1 - p_);
  const double deviation = std::sqrt(variance_);
  b_ = 1.15 + 2.53 * deviation;
  a_ = -0.0873 + 0.0248 * b_ + 0.01 * p_;
  c_ = n_ * p_ + 0.5;
  v_r_ = 0.92 - 4.2 / b_;
  alpha_ = (2.83 + 5.1 / b_) * deviation;
  mode_ = static_cast<double>(static_cast<std::uint64_t>((n_ + 1) * p_));
}

std::uint64_t Binomial::operator()(RandomStream& random) const {
  if (trials_ == 0 || p_ == 0) return flipped_ ? trials_ : 0;
  const std::uint64_t rarer = inverts_ ? invert(random) : reject(random);
  return flipped_ ? trials_ - rarer : rarer;
}

std::uint64_t Binomial::invert(RandomStream& random) const {
  while (true) {
    double left = random.uniform();
    std::size_t known = 0;
    for (; known < kept_.size(); ++known) {
      if (left <= kept_[known]) return known;
      left -= kept_[known];
    }
    double chance = known == 0 ? start_ : next_chance(kept_.back(), static_cast<double>(known - 1));
    for (double k = static_cast<double>(known); k <= n_; ++k) {
      if (left <= chance) return static_cast<std::uint64_t>(k);
      left -= chance;
      chance = next_chance(chance, k);
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
    const double weighted_uniform = v * alpha_ / (a_ / (distance * distance) + b_);
    if (accepts(static_cast<double>(k), weighted_uniform)) return k;
  }
}

// Whether the weighted uniform lies under P(X = k) / P(X = mode), whose logarithm is -y^2 / (2 npq) but for `slack`.
bool Binomial::accepts(double k, double weighted_uniform) const {
  const double y = std::abs(k - mode_);
  if (y <= few_factors) return lies_under_product(k, weighted_uniform);
  const double log_uniform = std::log(weighted_uniform);
  if (y < variance_ / 2 - 1) {
    const double slack = y / variance_ * ((y * (y / 3 + 0.625) + 1.0 / 6) / variance_ + 0.5);
    const double normal = -y * y / (2 * variance_);
    if (log_uniform < normal - slack) return true;
    if (log_uniform > normal + slack) return false;
  }
  return lies_under(k, log_uniform);
}

// As a product of odds (n - i + 1) / i; twenty numerators of at most 1e9 stay far below the greatest double.
bool Binomial::lies_under_product(double k, double weighted_uniform) const {
  if (!kept_.empty()) return weighted_uniform <= kept_[static_cast<std::size_t>(k - mode_ + few_factors)];
  double above = 1, below = 1;
  for (double i = std::min(k, mode_) + 1; i <= std::max(k, mode_); ++i) {
    above *= odds_ * (n_ - i + 1);
    below *= i;
  }
  return k > mode_ ? weighted_uniform * below <= above : weighted_uniform * above <= below;
}

void Binomial::keep_chances() {
  if (trials_ == 0 || p_ == 0) return;
  if (inverts_) {
    kept_.push_back(start_);
    while (kept_.size() < kept_of_inversion && kept_.size() <= trials_) {
      kept_.push_back(next_chance(kept_.back(), static_cast<double>(kept_.size() - 1)));
    }
  } else if (variance_ < few_factors * few_factors) {
    keep_near_mode();
  }
}

void Binomial::keep_near_mode() {
  constexpr auto factors = static_cast<std::size_t>(few_factors);
  kept_.assign(2 * factors + 1, 0);
  kept_[factors] = 1;
  double above = 1, below = 1;
  for (std::size_t y = 1; y <= factors; ++y) {
    const double up = mode_ + static_cast<double>(y), down = mode_ - static_cast<double>(y) + 1;
    kept_[factors + y] = above *= std::max(0.0, odds_ * (n_ - up + 1)) / up;
    kept_[factors - y] = below *= std::max(0.0, down) / (odds_ * (n_ - down + 1));
  }
}

bool Binomial::lies_under(double k, double log_uniform) const {
  const double at_mode = (mode_ + 0.5) * std::log((mode_ + 1) / (odds_ * (n_ - mode_ + 1))) + stirling_rest(mode_) +
                         stirling_rest(n_ - mode_);
  const double at_k = (n_ + 1) * std::log((n_ - mode_ + 1) / (n_ - k + 1)) +
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
