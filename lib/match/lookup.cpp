// SPDX-License-Identifier: Apache-2.0
#include "match/lookup.hpp"

#include <algorithm>

namespace cxrval::match {
namespace {

constexpr int leading_bits = 10;

std::size_t bin_of(std::uint64_t hash) {
  return static_cast<std::size_t>(hash >> (64 - leading_bits));
}

struct ByHash {
  bool operator()(const Lookup::Entry& l, const Lookup::Entry& r) const { return l.hash < r.hash; }
  bool operator()(const Lookup::Entry& l, std::uint64_t hash) const { return l.hash < hash; }
  bool operator()(std::uint64_t hash, const Lookup::Entry& r) const { return hash < r.hash; }
};

}  // namespace

void Lookup::arrange() {
  begins_.assign((std::size_t{1} << leading_bits) + 1, 0);
  for (const Entry& entry : entries_) ++begins_[bin_of(entry.hash) + 1];
  for (std::size_t bin = 1; bin < begins_.size(); ++bin) begins_[bin] += begins_[bin - 1];
  std::vector<Entry> placed(entries_.size());
  std::vector<std::size_t> next = begins_;
  for (const Entry& entry : entries_) placed[next[bin_of(entry.hash)]++] = entry;
  entries_ = std::move(placed);
  for (std::size_t bin = 0; bin + 1 < begins_.size(); ++bin) {
    const auto first = entries_.begin();
    std::sort(first + static_cast<std::ptrdiff_t>(begins_[bin]), first + static_cast<std::ptrdiff_t>(begins_[bin + 1]),
              ByHash());
  }
}

std::span<const Lookup::Entry> Lookup::with(std::uint64_t hash) const {
  if (begins_.empty()) return {};
  const auto first = entries_.begin() + static_cast<std::ptrdiff_t>(begins_[bin_of(hash)]);
  const auto last = entries_.begin() + static_cast<std::ptrdiff_t>(begins_[bin_of(hash) + 1]);
  const auto [from, to] = std::equal_range(first, last, hash, ByHash());
  return {from, to};
}

}  // namespace cxrval::match
