// SPDX-License-Identifier: Apache-2.0
#include "stats/auc_sweep.hpp"

#include "stats/clones.hpp"
#include "stats/equal_draws.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace cxrval::stats {
namespace {

constexpr std::size_t runs = 32;
constexpr std::uint64_t most_in_16_bits = 0xFFFF;

struct Masks {
  const std::uint8_t* negative;
  const std::uint8_t* positive;
};

// Count holds the weight of a run; Sum half its square.
template <class Count, class Sum>
struct Runs {
  alignas(64) std::array<Count, runs> negatives{};
  alignas(64) std::array<Count, runs> positives{};
  alignas(64) std::array<Sum, runs> ranked{};

  // One step of the first `count` runs.
  void add(const std::uint8_t* weights, Masks masks, std::size_t count) {
    for (std::size_t r = 0; r < count; ++r) {
      const auto negative = static_cast<Count>(weights[r] & masks.negative[r]);
      const auto positive = static_cast<Count>(weights[r] & masks.positive[r]);
      negatives[r] = static_cast<Count>(negatives[r] + negative);
      positives[r] = static_cast<Count>(positives[r] + positive);
      ranked[r] += static_cast<Sum>(positive) * negatives[r];
    }
  }

  AucFraction joined() const {
    AucFraction all;
    for (std::size_t r = 0; r < runs; ++r) {
      all.twice_u += 2 * (ranked[r] + positives[r] * all.negatives);
      all.positives += positives[r];
      all.negatives += negatives[r];
    }
    return all;
  }
};

// A run of weight T has ranked at most T^2 / 4: below 2^32 for a T below 2^16.
CXRVAL_CLONES AucFraction sweep_narrow(std::span<const std::uint8_t> weights, Masks masks) {
  Runs<std::uint16_t, std::uint32_t> all;
  const std::size_t whole = weights.size() / runs * runs;
  for (std::size_t at = 0; at < whole; at += runs) {
    all.add(weights.data() + at, {masks.negative + at, masks.positive + at}, runs);
  }
  all.add(weights.data() + whole, {masks.negative + whole, masks.positive + whole}, weights.size() - whole);
  return all.joined();
}

CXRVAL_CLONES AucFraction sweep_wide(std::span<const std::uint8_t> weights, Masks masks) {
  Runs<std::uint64_t, std::uint64_t> all;
  const std::size_t whole = weights.size() / runs * runs;
  for (std::size_t at = 0; at < whole; at += runs) {
    all.add(weights.data() + at, {masks.negative + at, masks.positive + at}, runs);
  }
  all.add(weights.data() + whole, {masks.negative + whole, masks.positive + whole}, weights.size() - whole);
  return all.joined();
}

}  // namespace

std::vector<std::uint32_t> sweep_places(std::size_t studies) {
  const std::size_t steps = studies / runs;
  const std::size_t longer = studies % runs;
  std::vector<std::uint32_t> places;
  places.reserve(studies);
  for (std::size_t run = 0; run < runs; ++run) {
    const std::size_t length = steps + (run < longer ? 1 : 0);
    for (std::size_t step = 0; step < length; ++step) places.push_back(static_cast<std::uint32_t>(runs * step + run));
  }
  return places;
}

AucSweep::AucSweep(const Scored& scored, std::span<const std::uint32_t> unit_of_study)
    : negative_(scored.size()), positive_(scored.size()), unit_of_place_(scored.size()) {
  if (unit_of_study.size() != scored.size()) throw std::invalid_argument("not one unit a study");
  const std::vector<std::uint32_t> places = sweep_places(scored.size());
  for (std::size_t i = 0; i < scored.size(); ++i) {
    (scored.positive()[i] != 0 ? positive_ : negative_)[places[i]] = 255;
    unit_of_place_[places[i]] = unit_of_study[i];
  }
  if (std::equal(places.begin(), places.end(), unit_of_study.begin())) unit_of_place_.clear();
  std::size_t begin = 0;
  for (const std::uint32_t end : scored.tie_ends()) {
    const auto kinds = scored.positive().subspan(begin, end - begin);
    const auto negatives = static_cast<std::size_t>(std::find(kinds.begin(), kinds.end(), 1) - kinds.begin());
    if (negatives > 0 && negatives < kinds.size()) {
      const auto from = unit_of_study.begin() + static_cast<std::ptrdiff_t>(begin);
      const auto tied = static_cast<std::uint32_t>(tied_.size());
      ties_.push_back({tied + static_cast<std::uint32_t>(negatives), tied + static_cast<std::uint32_t>(kinds.size())});
      tied_.insert(tied_.end(), from, from + static_cast<std::ptrdiff_t>(kinds.size()));
    }
    begin = end;
  }
}

std::uint64_t AucSweep::tied_pairs(std::span<const std::uint8_t> counts) const {
  std::uint64_t pairs = 0;
  std::uint32_t at = 0;
  for (const Tie& tie : ties_) {
    std::uint64_t negatives = 0;
    std::uint64_t positives = 0;
    for (; at < tie.negatives_end; ++at) negatives += counts[tied_[at]];
    for (; at < tie.end; ++at) positives += counts[tied_[at]];
    pairs += negatives * positives;
  }
  return pairs;
}

AucFraction AucSweep::operator()(std::span<const std::uint8_t> counts, std::vector<std::uint8_t>& scratch) const {
  std::span<const std::uint8_t> weights = counts.first(std::min(counts.size(), negative_.size()));
  if (!unit_of_place_.empty()) {
    scratch.resize(unit_of_place_.size());
    for (std::size_t place = 0; place < scratch.size(); ++place) scratch[place] = counts[unit_of_place_[place]];
    weights = scratch;
  }
  const Masks masks{negative_.data(), positive_.data()};
  AucFraction found = total(weights) <= most_in_16_bits ? sweep_narrow(weights, masks) : sweep_wide(weights, masks);
  found.twice_u -= tied_pairs(counts);
  return found;
}

}  // namespace cxrval::stats
