// SPDX-License-Identifier: Apache-2.0
#include "label/finder.hpp"

namespace cxrval::label {

PhraseFinder::PhraseFinder(const std::vector<std::pair<std::string, Bits>>& phrases) {
  std::uint16_t classes = 1;
  for (const auto& [phrase, bits] : phrases) {
    for (const char c : phrase) {
      std::uint16_t& byte_class = class_of_[static_cast<unsigned char>(c)];
      if (byte_class == 0) byte_class = classes++;
    }
  }
  width_ = classes;
  add_state();
  std::vector<std::vector<std::uint32_t>> endings(1);
  for (std::uint32_t i = 0; i < phrases.size(); ++i) {
    const std::uint32_t state = add_phrase(phrases[i].first);
    endings.resize(bits_.size());
    endings[state].push_back(i);
    bits_[state] |= phrases[i].second;
  }
  list_endings(link(), std::move(endings));
}

std::uint32_t PhraseFinder::add_state() {
  next_.resize(next_.size() + width_);
  usual_.push_back(no_byte);
  bits_.push_back(0);
  return static_cast<std::uint32_t>(bits_.size() - 1);
}

std::uint32_t PhraseFinder::add_phrase(const std::string& phrase) {
  std::uint32_t state = 0;
  for (const char c : phrase) {
    const auto byte = static_cast<unsigned char>(c);
    const std::size_t edge = state * width_ + class_of_[byte];
    if (next_[edge] == 0) {
      const std::uint32_t added = add_state();
      next_[edge] = added;
      if (added == state + 1) usual_[state] = byte;
    }
    state = next_[edge];
  }
  return state;
}

// Breadth first: the longest proper suffix of a state is known before the state's own missing edges are filled from it.
// Returns the states in that order, and behind them each state's suffix.
std::vector<std::uint32_t> PhraseFinder::link() {
  std::vector<std::uint32_t> suffix(bits_.size(), 0);
  std::vector<std::uint32_t> order = {0};
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::uint32_t state = order[i];
    const std::uint32_t shorter = suffix[state];
    bits_[state] |= bits_[shorter];
    for (std::size_t c = 0; c < width_; ++c) {
      std::uint32_t& edge = next_[state * width_ + c];
      const std::uint32_t by_suffix = state == 0 ? 0 : next_[shorter * width_ + c];
      if (edge == 0) {
        edge = by_suffix;
      } else {
        suffix[edge] = by_suffix;
        order.push_back(edge);
      }
    }
  }
  order.insert(order.end(), suffix.begin(), suffix.end());
  return order;
}

void PhraseFinder::list_endings(const std::vector<std::uint32_t>& order_and_suffix,
                                std::vector<std::vector<std::uint32_t>> endings) {
  const std::size_t states = bits_.size();
  endings.resize(states);
  for (std::size_t i = 1; i < states; ++i) {
    const std::uint32_t state = order_and_suffix[i];
    const std::vector<std::uint32_t>& shorter = endings[order_and_suffix[states + state]];
    endings[state].insert(endings[state].end(), shorter.begin(), shorter.end());
  }
  for (const std::vector<std::uint32_t>& phrases : endings) {
    ends_phrase_.push_back(phrases.empty() ? 0 : 1);
    first_ending_.push_back(static_cast<std::uint32_t>(ending_.size()));
    ending_.insert(ending_.end(), phrases.begin(), phrases.end());
  }
  first_ending_.push_back(static_cast<std::uint32_t>(ending_.size()));
}

PhraseFinder::Bits PhraseFinder::find(std::string_view text) const {
  Bits found = 0;
  std::uint32_t state = 0;
  for (const char c : text) {
    state = step(state, c);
    found |= bits_[state];
  }
  return found;
}

}  // namespace cxrval::label
