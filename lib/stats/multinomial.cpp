// SPDX-License-Identifier: Apache-2.0
#include "stats/multinomial.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::stats {
namespace {

constexpr std::uint64_t most_units = 1'000'000'000;

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
    units_left -= count;
  }
  if (units_ > 0) first_.emplace(units_, chances_.front());
}

void Multinomial::draw(RandomStream& random, std::span<std::uint64_t> times) const {
  std::fill(times.begin(), times.end(), 0);
  std::uint64_t draws_left = units_;
  for (std::size_t kind = 0; draws_left > 0; ++kind) {
    times[kind] = kind == 0 ? (*first_)(random) : draw_binomial(draws_left, chances_[kind], random);
    draws_left -= times[kind];
  }
}

}  // namespace cxrval::stats
