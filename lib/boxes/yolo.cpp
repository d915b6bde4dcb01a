// SPDX-License-Identifier: Apache-2.0
#include "boxes/yolo.hpp"

#include "base/number.hpp"

#include <array>
#include <cstddef>

namespace cxrval::boxes {
namespace {

constexpr std::size_t most_fields = 6;

struct Field {
  std::string_view text;
  std::size_t column = 1;
};

// The first fields, and how many there are, at most one more than fit.
std::size_t split(std::string_view line, std::array<Field, most_fields>& fields) {
  constexpr std::string_view blanks = " \t\r";
  std::size_t count = 0;
  for (std::size_t at = line.find_first_not_of(blanks); at != std::string_view::npos && count <= most_fields; ++count) {
    const std::size_t end = line.find_first_of(blanks, at);
    if (count < most_fields) fields[count] = {line.substr(at, end - at), at + 1};
    at = line.find_first_not_of(blanks, end);
  }
  return count;
}

}  // namespace

base::Result<YoloBox> parse_yolo(std::string_view line, const base::Place& place) {
  std::array<Field, most_fields> fields;
  const std::size_t count = split(line, fields);
  if (count != 5 && count != 6) return base::fault(place, "neither five nor six numbers");
  const auto at = [&](std::size_t i) { return base::Place{place.file, place.line, fields[i].column}; };
  YoloBox box;
  const auto number = base::parse_integer<std::uint32_t>(fields[0].text);
  if (!number) return base::fault(at(0), "class is no whole number from 0");
  box.class_number = *number;
  std::array<double, 5> values{};
  for (std::size_t i = 1; i < count; ++i) {
    const auto value = base::parse_real(fields[i].text);
    if (!value) return base::fault(at(i), "no number");
    values[i - 1] = *value;
  }
  const auto [x, y, width, height, score] = values;
  if (!(width > 0 && height > 0)) return base::fault(at(3), "box has no inside");
  box.share = {x - width / 2, y - height / 2, x + width / 2, y + height / 2};
  const bool inside = box.share.x_min >= -1 && box.share.y_min >= -1 && box.share.x_max <= 2 && box.share.y_max <= 2;
  if (!inside) return base::fault(at(1), "numbers are no shares of the image");
  if (count == most_fields) box.score = score;
  return box;
}

Box in_pixels(const Box& share, Extent image) {
  return {share.x_min * image.width, share.y_min * image.height, share.x_max * image.width, share.y_max * image.height};
}

}  // namespace cxrval::boxes
