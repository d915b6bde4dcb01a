// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cxrval::label {

// Finds which of many phrases occur in a text, in one pass whatever the text (Aho and Corasick 1975). Each phrase
// carries the bits of what it stands for.
class PhraseFinder {
 public:
  using Bits = std::uint32_t;

  // Phrases must not be empty; together they hold at most 64 KiB.
  explicit PhraseFinder(const std::vector<std::pair<std::string, Bits>>& phrases);

  // The bits of all phrases that occur.
  Bits find(std::string_view text) const;

 private:
  std::uint32_t add_state();
  std::uint32_t add_phrase(const std::string& phrase);
  void link();

  // A state is the index of its row in next_; rows are a power of two wide, so that a step is an addition and a load.
  std::array<std::uint16_t, 256> class_of_{};  // of each byte; 0 is every byte that no phrase holds
  unsigned width_bits_ = 1;
  std::vector<std::uint32_t> next_;
  std::vector<Bits> bits_;  // by row number
};

}  // namespace cxrval::label
