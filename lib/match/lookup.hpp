// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cxrval::match {

// Records by the hash of one of their texts, for millions of them: which records may have the same text. Whether they
// do is for the caller to see, who knows the texts.
class Lookup {
 public:
  struct Entry {
    std::uint64_t hash = 0;
    const char* record = nullptr;
  };

  void add(std::uint64_t hash, const char* record) { entries_.push_back({hash, record}); }
  // To be called once, behind the last add().
  void arrange();

  std::span<const Entry> with(std::uint64_t hash) const;

  // repeated(entries) for every hash that several records have.
  template <class Repeated>
  void each_repeated(Repeated repeated) const {
    for (std::size_t begin = 0; begin < entries_.size();) {
      std::size_t end = begin + 1;
      while (end < entries_.size() && entries_[end].hash == entries_[begin].hash) ++end;
      if (end - begin > 1) repeated(std::span(entries_).subspan(begin, end - begin));
      begin = end;
    }
  }

 private:
  std::vector<Entry> entries_;
  std::vector<std::size_t> begins_;  // of each leading bit pattern, and the end of the last
};

}  // namespace cxrval::match
