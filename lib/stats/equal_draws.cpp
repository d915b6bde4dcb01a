// SPDX-License-Identifier: Apache-2.0
#include "stats/equal_draws.hpp"

#include "stats/clones.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

namespace cxrval::stats {
namespace {

constexpr std::size_t row = 64;  // units that one step of all generators serves
constexpr std::uint64_t marks = 0x8080808080808080;

// floor(256 P(X = k)) for k = 0 .. 4 of Poisson(0.96) is 98, 94, 45, 14 and 3: 254 cells, in this order.
constexpr std::uint8_t one = 98;
constexpr std::uint8_t two = 192;
constexpr std::uint8_t three = 237;
constexpr std::uint8_t four = 251;
constexpr std::uint8_t undecided = 254;
constexpr std::uint8_t mark = 0x80 - 4;  // makes the count of an undecided unit 0x80

// What the cells leave of P(X = k), cumulated over k and divided by their sum, times 2^64.
constexpr std::array<std::uint64_t, 21> rest{
    0x02a253912c428ee5, 0x0f671eabe61c0dd6, 0x24e44cf62ad65f3f, 0x5ef7e0e4f926794d, 0x9afc93c2206ce5f4,
    0xf03cf7a2dc30b116, 0xfde0dea818f3dbd3, 0xffbfc25cbf463689, 0xfff939d8d33b9d94, 0xffff5b126ef637ee,
    0xfffff1b7b5353038, 0xfffffedd678e773a, 0xffffffeaa9063f78, 0xfffffffe8b3353c5, 0xffffffffe83dbb8f,
    0xfffffffffe946a23, 0xffffffffffeb8918, 0xfffffffffffee969, 0xfffffffffffff1f6, 0xffffffffffffff54,
    0xfffffffffffffff8};

CXRVAL_CLONES void poisson_rows(WideRandom::State& generators, std::uint8_t* counts, std::size_t rows) {
  WideRandom::State state = generators;
  for (std::size_t r = 0; r < rows; ++r) {
    alignas(64) std::array<std::uint64_t, WideRandom::lanes> words;
    for (std::size_t lane = 0; lane < WideRandom::lanes; ++lane) words[lane] = step(state, lane);
    if constexpr (std::endian::native == std::endian::big) {
      for (std::uint64_t& word : words) word = __builtin_bswap64(word);
    }
    std::array<std::uint8_t, row> bytes;
    std::memcpy(bytes.data(), words.data(), row);
    for (std::size_t j = 0; j < row; ++j) {
      const std::uint8_t b = bytes[j];
      counts[row * r + j] =
          static_cast<std::uint8_t>((b >= one) + (b >= two) + (b >= three) + (b >= four) + (b >= undecided ? mark : 0));
    }
  }
  generators = state;
}

void poisson(WideRandom& random, std::span<std::uint8_t> counts) {
  const std::size_t whole = counts.size() / row;
  poisson_rows(random.state(), counts.data(), whole);
  const std::span<std::uint8_t> last = counts.subspan(whole * row);
  std::array<std::uint8_t, row> spare;
  if (last.empty()) return;
  poisson_rows(random.state(), spare.data(), 1);
  std::copy_n(spare.begin(), last.size(), last.begin());
}

// The least count by the highest byte of the bits.
constexpr std::array<std::uint8_t, 256> least = [] {
  std::array<std::uint8_t, 256> counts{};
  for (std::uint64_t byte = 0; byte < 256; ++byte) {
    while (rest[counts[byte]] <= byte << 56) ++counts[byte];
  }
  return counts;
}();

std::uint8_t decide(WideRandom& random) {
  const std::uint64_t bits = random.bits();
  std::size_t count = least[bits >> 56];
  while (count < rest.size() && bits >= rest[count]) ++count;
  return static_cast<std::uint8_t>(count);
}

// Little-endian order of the bytes, so that the units are decided in theirs.
std::uint64_t load(const std::uint8_t* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, 8);
  return std::endian::native == std::endian::big ? __builtin_bswap64(word) : word;
}

void decide_marked(WideRandom& random, std::span<std::uint8_t> counts) {
  std::size_t at = 0;
  for (; at + 8 <= counts.size(); at += 8) {
    for (std::uint64_t marked = load(counts.data() + at) & marks; marked != 0; marked &= marked - 1) {
      counts[at + static_cast<std::size_t>(std::countr_zero(marked)) / 8] = decide(random);
    }
  }
  for (; at < counts.size(); ++at) {
    if (counts[at] == 0x80) counts[at] = decide(random);
  }
}

// A draw is chosen by a unit and a number below the most draws of a unit: it is one of the unit's or there is none.
void take_back(WideRandom& random, std::span<std::uint8_t> counts, std::uint64_t draws) {
  const auto most = static_cast<std::uint32_t>(*std::max_element(counts.begin(), counts.end()));
  while (draws > 0) {
    std::uint8_t& count = counts[random.below(static_cast<std::uint32_t>(counts.size()))];
    if (random.below(most) >= count) continue;
    --count;
    --draws;
  }
}

}  // namespace

CXRVAL_CLONES std::uint64_t total(std::span<const std::uint8_t> counts) {
  std::uint32_t sum = 0;
  std::uint64_t all = 0;
  constexpr std::size_t block = 1U << 20;  // 255 of each fit into 32 bits
  for (std::size_t at = 0; at < counts.size(); at += block) {
    sum = 0;
    for (const std::uint8_t count : counts.subspan(at, std::min(block, counts.size() - at))) sum += count;
    all += sum;
  }
  return all;
}

void draw_equally(WideRandom& random, std::span<std::uint8_t> counts) {
  if (counts.empty()) return;
  poisson(random, counts);
  decide_marked(random, counts);
  const std::uint64_t drawn = total(counts);
  const auto units = static_cast<std::uint32_t>(counts.size());
  for (std::uint64_t i = drawn; i < units; ++i) ++counts[random.below(units)];
  if (drawn > units) take_back(random, counts, drawn - units);
}

}  // namespace cxrval::stats
