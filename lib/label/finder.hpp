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

  // Phrases must not be empty; together they hold at most 128 KiB.
  explicit PhraseFinder(const std::vector<std::pair<std::string, Bits>>& phrases);

  // The bits of all phrases that occur.
  Bits find(std::string_view text) const;

  // Calls visit(phrase, end) for every occurrence of every phrase, in the order of their ends: the phrase by its number
  // in the list, and the place behind it. Where several end, the longest comes first.
  template <class Visit>
  void each(std::string_view text, Visit visit) const {
    std::uint32_t state = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
      state = step(state, text[at]);
      if (!ends_phrase_[state]) continue;
      for (std::uint32_t i = first_ending_[state]; i < first_ending_[state + 1]; ++i) visit(ending_[i], at + 1);
    }
  }

 private:
  static constexpr std::uint16_t no_byte = 256;

  // Inside a phrase the next state mostly is the next number: text in phrases stays out of the large table.
  std::uint32_t step(std::uint32_t state, char c) const {
    const auto byte = static_cast<unsigned char>(c);
    return usual_[state] == byte ? state + 1 : next_[state * width_ + class_of_[byte]];
  }

  std::uint32_t add_state();
  std::uint32_t add_phrase(const std::string& phrase);
  std::vector<std::uint32_t> link();
  void list_endings(const std::vector<std::uint32_t>& order_and_suffix,
                    std::vector<std::vector<std::uint32_t>> endings);

  std::array<std::uint16_t, 256> class_of_{};  // of each byte; 0 is every byte that no phrase holds
  std::size_t width_ = 1;                      // of a state's row in next_: how many classes there are
  std::vector<std::uint32_t> next_;
  // By state.
  std::vector<std::uint16_t> usual_;  // the byte that leads to the next number
  std::vector<char> ends_phrase_;
  std::vector<Bits> bits_;
  std::vector<std::uint32_t> first_ending_;  // where its phrases begin in ending_
  std::vector<std::uint32_t> ending_;
};

}  // namespace cxrval::label
