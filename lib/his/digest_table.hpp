// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "his/digest.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace cxrval::his {

// Entries that are found by their digests, by open addressing. The slots stand in 64 parts that grow by themselves and
// by half, so that growing never needs the whole again, and from 57 to 85 of 100 slots are in use. `DigestOf` gives an
// entry's digest; `empty` is the entry of a free slot.
template <class Entry, class DigestOf>
class DigestTable {
 public:
  DigestTable(Entry empty, DigestOf digest_of) : empty_(empty), digest_of_(std::move(digest_of)) {}

  // The entry with this digest, or a free slot, which fill() may take before anything else is called.
  Entry& find(const Digest& digest) {
    Part& part = part_of(digest);
    if ((part.used + 1) * 100 > part.slots.size() * 85) grow(part);
    return find_in(part.slots, digest);
  }
  bool is_free(const Entry& slot) const { return slot == empty_; }
  void fill(Entry& slot, Entry entry) {
    slot = entry;
    ++part_of(digest_of_(entry)).used;
  }

  void clear() {
    for (Part& part : parts_) {
      if (part.used == 0) continue;
      if (part.slots.size() > smallest) part.slots = {};
      std::fill(part.slots.begin(), part.slots.end(), empty_);
      part.used = 0;
    }
  }

 private:
  static constexpr std::size_t smallest = 8;

  struct Part {
    std::vector<Entry> slots;
    std::size_t used = 0;
  };

  Part& part_of(const Digest& digest) { return parts_[digest.high >> 58]; }

  Entry& find_in(std::vector<Entry>& slots, const Digest& digest) const {
    std::size_t at = static_cast<std::size_t>((digest.low >> 32) * slots.size() >> 32);
    while (slots[at] != empty_ && digest_of_(slots[at]) != digest) at = at + 1 == slots.size() ? 0 : at + 1;
    return slots[at];
  }

  void grow(Part& part) const {
    std::vector<Entry> larger(std::max(part.slots.size() * 3 / 2, smallest), empty_);
    for (const Entry& entry : part.slots) {
      if (entry != empty_) find_in(larger, digest_of_(entry)) = entry;
    }
    part.slots = std::move(larger);
  }

  Entry empty_;
  DigestOf digest_of_;
  std::array<Part, 64> parts_;
};

// Digests alone.
class DigestSet {
 public:
  // False for one that is there already.
  bool insert(Digest digest) {
    if (digest == none) digest = Digest();
    Digest& slot = table_.find(digest);
    if (!table_.is_free(slot)) return false;
    table_.fill(slot, digest);
    return true;
  }
  void clear() { table_.clear(); }

 private:
  struct Itself {
    const Digest& operator()(const Digest& digest) const { return digest; }
  };
  static constexpr Digest none{0, 0};

  DigestTable<Digest, Itself> table_{none, {}};
};

}  // namespace cxrval::his
