// SPDX-License-Identifier: Apache-2.0
#include "stats/pattern_draws.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace cxrval::stats {

PatternDraws::PatternDraws(std::span<const std::uint32_t> patterns, std::span<const std::uint32_t> units,
                           std::size_t count)
    : observed_(count) {
  if (patterns.size() != units.size()) throw std::invalid_argument("PatternDraws: lengths differ");
  std::vector<std::pair<std::uint32_t, std::uint32_t>> rows;  // unit, pattern
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    if (patterns[i] >= count) throw std::invalid_argument("PatternDraws: no such pattern");
    ++observed_[patterns[i]];
    rows.emplace_back(units[i], patterns[i]);
  }
  std::sort(rows.begin(), rows.end());
  std::map<Kind, std::uint64_t> kinds;
  for (std::size_t i = 0; i < rows.size();) {
    const std::uint32_t unit = rows[i].first;
    Kind kind;
    for (; i < rows.size() && rows[i].first == unit; ++i) {
      if (kind.empty() || kind.back().first != rows[i].second) kind.emplace_back(rows[i].second, 0);
      ++kind.back().second;
    }
    ++kinds[std::move(kind)];
  }
  std::vector<std::uint64_t> counts;
  for (auto& [kind, times] : kinds) {
    kinds_.push_back(kind);
    counts.push_back(times);
  }
  if (!counts.empty()) draws_.emplace(std::move(counts));
}

void PatternDraws::draw(std::uint64_t seed, std::uint64_t index, std::span<std::uint64_t> counts) const {
  std::fill(counts.begin(), counts.end(), 0);
  if (!draws_) return;
  RandomStream random(seed, index);
  std::vector<std::uint64_t> times(kinds_.size());
  draws_->draw(random, times);
  for (std::size_t kind = 0; kind < kinds_.size(); ++kind) {
    if (times[kind] == 0) continue;
    for (const auto& [pattern, often] : kinds_[kind]) counts[pattern] += times[kind] * often;
  }
}

}  // namespace cxrval::stats
