// SPDX-License-Identifier: Apache-2.0
#include "image/run_length.hpp"

#include "base/number.hpp"
#include "image/pixel_set.hpp"
#include "image/raster.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace cxrval::image {
namespace {

template <class T>
using Outcome = tl::expected<T, std::string_view>;

constexpr std::string_view no_number = "run-length code has something that is no number";
constexpr std::string_view negative = "run-length code has a negative run";
constexpr std::string_view leaves = "runs leave the image";
constexpr std::string_view cut_off = "run-length code is cut off";
constexpr std::string_view too_large = "run-length code is larger than 134217728 pixels";
constexpr std::string_view separators = " \t\r\n,";

auto fault_of(std::string_view reason) {
  return tl::unexpected<std::string_view>(reason);
}

std::string_view without_brackets(std::string_view text) {
  const std::size_t first = text.find_first_not_of(separators);
  if (first == std::string_view::npos) return {};
  text = text.substr(first, text.find_last_not_of(separators) - first + 1);
  if (text.size() >= 2 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
  return text;
}

Outcome<std::vector<std::int64_t>> plain_numbers(std::string_view text) {
  std::vector<std::int64_t> numbers;
  text = without_brackets(text);
  while (true) {
    const std::size_t first = text.find_first_not_of(separators);
    if (first == std::string_view::npos) return numbers;
    text.remove_prefix(first);
    const std::string_view word = text.substr(0, text.find_first_of(separators));
    const auto number = base::parse_integer<std::int64_t>(word);
    if (!number) return fault_of(no_number);
    numbers.push_back(*number);
    text.remove_prefix(word.size());
  }
}

// One number, taken from the front.
Outcome<std::int64_t> take_compressed(std::string_view& text) {
  constexpr int group_bits = 5;
  constexpr unsigned continues = 0x20, sign = 0x10, most_groups = 8;  // 40 bits: more than any run needs
  std::int64_t number = 0;
  for (unsigned group = 0; !text.empty(); ++group) {
    const unsigned code = static_cast<unsigned char>(text.front()) - 48U;
    if (code > 0x3F || group == most_groups) return fault_of(no_number);
    text.remove_prefix(1);
    const unsigned shift = group * group_bits;
    number |= std::int64_t{code & 0x1F} << shift;
    if ((code & continues) != 0) continue;
    if ((code & sign) != 0) number -= std::int64_t{1} << (shift + group_bits);
    return number;
  }
  return fault_of(cut_off);
}

Outcome<std::vector<std::int64_t>> compressed_numbers(std::string_view text) {
  std::vector<std::int64_t> numbers;
  while (!text.empty()) {
    const auto number = take_compressed(text);
    if (!number) return fault_of(number.error());
    const std::size_t count = numbers.size();
    const std::int64_t before = count > 2 ? numbers[count - 2] : 0;
    if (*number < 0 && -*number > before) return fault_of(negative);
    numbers.push_back(*number + before);
    if (numbers.back() > std::int64_t{most_raster_pixels}) return fault_of(leaves);
  }
  return numbers;
}

// Draws runs one behind the other, down the columns.
class Drawing {
 public:
  Drawing(int width, int height) : height_(height), mask_(empty_mask(width, height)) {}

  std::int64_t pixels() const { return static_cast<std::int64_t>(mask_.values.size()); }
  std::int64_t at() const { return at_; }
  Mask&& take() { return std::move(mask_); }

  bool skip(std::int64_t count) {
    if (count > pixels() - at_) return false;
    at_ += count;
    return true;
  }

  bool draw(std::int64_t count) {
    if (count > pixels() - at_) return false;
    while (count > 0) {
      const auto x = static_cast<int>(at_ / height_);
      const auto y = static_cast<int>(at_ % height_);
      const auto rows = static_cast<int>(std::min<std::int64_t>(count, height_ - y));
      add(mask_, {x, x + 1, y, y + rows});
      at_ += rows;
      count -= rows;
    }
    return true;
  }

 private:
  int height_;
  std::int64_t at_ = 0;
  Mask mask_;
};

using Numbers = std::vector<std::int64_t>;

std::string_view draw_coco(const Numbers& numbers, Drawing& drawing) {
  bool inside = false;
  for (const std::int64_t count : numbers) {
    if (count < 0) return negative;
    if (!(inside ? drawing.draw(count) : drawing.skip(count))) return leaves;
    inside = !inside;
  }
  return drawing.at() == drawing.pixels() ? std::string_view() : "runs do not fill the image";
}

// Kaggle's starts count from the image's first pixel, SIIM's from the end of the run before.
std::string_view draw_pairs(const Numbers& numbers, bool relative, Drawing& drawing) {
  if (numbers.size() % 2 != 0) return "run-length code has a start without a length";
  for (std::size_t i = 0; i < numbers.size(); i += 2) {
    if (numbers[i] < (relative ? 0 : 1) || numbers[i + 1] < 0) return negative;
    const std::int64_t gap = relative ? numbers[i] : numbers[i] - 1 - drawing.at();
    if (gap < 0) return "runs overlap or are not in order";
    if (!drawing.skip(gap) || !drawing.draw(numbers[i + 1])) return leaves;
  }
  return {};
}

std::string_view draw(const Numbers& numbers, RunLengthForm form, Drawing& drawing) {
  if (form == RunLengthForm::coco || form == RunLengthForm::coco_compressed) return draw_coco(numbers, drawing);
  const bool relative = form == RunLengthForm::siim;
  if (relative && numbers == Numbers{-1}) return {};
  return draw_pairs(numbers, relative, drawing);
}

}  // namespace

base::Result<Mask> decode_run_length(std::string_view text, RunLengthForm form, int width, int height) {
  if (width <= 0 || height <= 0) return base::fault({}, "rows or columns are zero");
  if (static_cast<std::size_t>(width) * static_cast<std::size_t>(height) > most_raster_pixels) {
    return base::fault({}, std::string(too_large));
  }
  const auto numbers = form == RunLengthForm::coco_compressed ? compressed_numbers(text) : plain_numbers(text);
  if (!numbers) return base::fault({}, std::string(numbers.error()));
  Drawing drawing(width, height);
  if (const std::string_view reason = draw(*numbers, form, drawing); !reason.empty()) {
    return base::fault({}, std::string(reason));
  }
  return drawing.take();
}

}  // namespace cxrval::image
