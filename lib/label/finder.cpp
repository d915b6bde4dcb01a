// SPDX-License-Identifier: Apache-2.0
#include "label/finder.hpp"

#include <bit>
#include <deque>

namespace cxrval::label {

PhraseFinder::PhraseFinder(const std::vector<std::pair<std::string, Bits>>& phrases) {
  std::uint16_t classes = 1;
  for (const auto& [phrase, bits] : phrases) {
    for (const char c : phrase) {
      std::uint16_t& byte_class = class_of_[static_cast<unsigned char>(c)];
      if (byte_class == 0) byte_class = classes++;
    }
  }
  width_bits_ = static_cast<unsigned>(std::bit_width(classes));
  add_state();
  for (const auto& [phrase, bits] : phrases) bits_[add_phrase(phrase) >> width_bits_] |= bits;
  link();
}

std::uint32_t PhraseFinder::add_state() {
  const auto state = static_cast<std::uint32_t>(next_.size());
  next_.resize(next_.size() + (std::size_t{1} << width_bits_));
  bits_.push_back(0);
  return state;
}

std::uint32_t PhraseFinder::add_phrase(const std::string& phrase) {
  std::uint32_t state = 0;
  for (const char c : phrase) {
    const std::size_t edge = state + class_of_[static_cast<unsigned char>(c)];
    if (next_[edge] == 0) {
      const std::uint32_t added = add_state();
      next_[edge] = added;
    }
    state = next_[edge];
  }
  return state;
}

// Breadth first: the longest proper suffix of a state is known before the state's own missing edges are filled from it.
void PhraseFinder::link() {
  std::vector<std::uint32_t> suffix(bits_.size(), 0);
  std::deque<std::uint32_t> queue = {0};
  while (!queue.empty()) {
    const std::uint32_t state = queue.front();
    queue.pop_front();
    const std::uint32_t shorter = suffix[state >> width_bits_];
    bits_[state >> width_bits_] |= bits_[shorter >> width_bits_];
    for (std::size_t c = 0; c < (std::size_t{1} << width_bits_); ++c) {
      std::uint32_t& edge = next_[state + c];
      const std::uint32_t by_suffix = state == 0 ? 0 : next_[shorter + c];
      if (edge == 0) {
        edge = by_suffix;
      } else {
        suffix[edge >> width_bits_] = by_suffix;
        queue.push_back(edge);
      }
    }
  }
}

PhraseFinder::Bits PhraseFinder::find(std::string_view text) const {
  Bits found = 0;
  std::uint32_t state = 0;
  for (const char c : text) {
    state = next_[state + class_of_[static_cast<unsigned char>(c)]];
    found |= bits_[state >> width_bits_];
  }
  return found;
}

}  // namespace cxrval::label
