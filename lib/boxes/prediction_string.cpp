// SPDX-License-Identifier: Apache-2.0
#include "boxes/prediction_string.hpp"

#include "base/number.hpp"

#include <array>
#include <cstddef>

namespace cxrval::boxes {
namespace {

// Takes the next word from the front; empty at the end.
std::string_view take_word(std::string_view& text) {
  const std::size_t begin = text.find_first_not_of(' ');
  text.remove_prefix(begin == std::string_view::npos ? text.size() : begin);
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

}  // namespace

base::Result<std::vector<NumberedBox>> parse_predictions(std::string_view text, const base::Place& place) {
  std::vector<NumberedBox> boxes;
  for (std::string_view word = take_word(text); !word.empty(); word = take_word(text)) {
    NumberedBox box;
    const auto number = base::parse_integer<std::uint32_t>(word);
    if (!number) return base::fault(place, "class is no whole number from 0");
    box.class_number = *number;
    for (double* value : std::array{&box.score, &box.box.x_min, &box.box.y_min, &box.box.x_max, &box.box.y_max}) {
      const std::string_view next = take_word(text);
      const auto real = base::parse_real(next);
      if (!real) return base::fault(place, next.empty() ? "the last box is not six numbers" : "no number");
      *value = *real;
    }
    boxes.push_back(box);
  }
  return boxes;
}

}  // namespace cxrval::boxes
