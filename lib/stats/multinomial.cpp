// SPDX-License-Identifier: Apache-2.0
#include "stats/multinomial.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cxrval::stats {
namespace {

constexpr std::uint64_t most_units = 1'000'000'000;
constexpr int most_laws = 512;

}  // namespace

Multinomial::Multinomial(std::vector<std::uint64_t> counts) : counts_(std::move(counts)) {
  for (const std::uint64_t count : counts_) {
    if (count > most_units - units_) throw base::Error("more than 1e9 units to draw from");
    units_ += count;
  }
  std::uint64_t units_left = units_;
  for (const std::uint64_t count : counts_) {
    if (units_left == 0) break;
    chances_.emplace_back(Fraction{count, units_left}, units_);
    laws_.push_back(laws_of(units_left, chances_.back()));
    units_left -= count;
  }
}

// The number of trials is itself binomial: the first kind has all units, others mostly within three deviations.
Multinomial::Laws Multinomial::laws_of(std::uint64_t units_left, const Chance& chance) const {
  const double share_left = static_cast<double>(units_left) / static_cast<double>(units_);
  const double spread = 3 * std::sqrt(static_cast<double>(units_left) * (1 - share_left));
  if (spread > most_laws / 2.0) return {};
  const auto margin = static_cast<std::uint64_t>(spread);
  Laws laws{units_left - std::min(units_left, margin), {}};
  const std::uint64_t most_trials = std::min(units_, units_left + margin);
  laws.by_trials.reserve(most_trials - laws.fewest_trials + 1);
  for (std::uint64_t n = laws.fewest_trials; n <= most_trials; ++n) {
    laws.by_trials.emplace_back(n, chance);
    laws.by_trials.back().keep_chances();
  }
  return laws;
}

std::uint64_t Multinomial::draw(std::size_t kind, std::uint64_t trials, RandomStream& random) const {
  const Laws& laws = laws_[kind];
  const std::uint64_t at = trials - laws.fewest_trials;  // wraps round below the fewest
  return at < laws.by_trials.size() ? laws.by_trials[at](random) : draw_binomial(trials, chances_[kind], random);
}

void Multinomial::draw(RandomStream& random, std::span<std::uint64_t> times) const {
  std::fill(times.begin(), times.end(), 0);
  std::uint64_t draws_left = units_;
  for (std::size_t kind = 0; draws_left > 0; ++kind) {
    times[kind] = draw(kind, draws_left, random);
    draws_left -= times[kind];
  }
}

}  // namespace cxrval::stats
