// SPDX-License-Identifier: Apache-2.0
#include "image/pixel_set.hpp"

#include "image/taps.hpp"

#include <algorithm>
#include <cstddef>
#include <stdexcept>

namespace cxrval::image {
namespace {

void check_sizes(const Mask& a, const Mask& b) {
  if (a.width != b.width || a.height != b.height || a.values.size() != b.values.size()) {
    throw std::logic_error("masks of different sizes");
  }
}

std::size_t pixels(int width, int height) {
  return static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
}

std::vector<std::uint8_t>::iterator row(Mask& mask, int y) {
  return mask.values.begin() + std::ptrdiff_t{y} * mask.width;
}

Overlap count_rows(const Mask& first, const Mask& second, int y_begin, int y_end) {
  Overlap found;
  const std::size_t width = static_cast<std::size_t>(first.width);
  for (std::size_t y = static_cast<std::size_t>(y_begin); y < static_cast<std::size_t>(y_end); ++y) {
    std::uint32_t both = 0, in_first = 0, in_second = 0;
    for (std::size_t i = y * width; i < (y + 1) * width; ++i) {
      const std::uint32_t a = first.values[i] != 0;
      const std::uint32_t b = second.values[i] != 0;
      both += a & b;
      in_first += a;
      in_second += b;
    }
    found.both += both;
    found.first += in_first;
    found.second += in_second;
  }
  return found;
}

}  // namespace

Mask empty_mask(int width, int height) {
  if (width <= 0 || height <= 0) throw std::logic_error("a mask without pixels");
  return {width, height, std::vector<std::uint8_t>(pixels(width, height))};
}

Mask mask_of(const Source& source) {
  Mask mask{source.width, source.height, std::vector<std::uint8_t>(source.samples.size())};
  std::transform(source.samples.begin(), source.samples.end(), mask.values.begin(),
                 [](std::uint16_t sample) { return static_cast<std::uint8_t>(sample != 0); });
  return mask;
}

void add(Mask& mask, const PixelRange& range) {
  const int left = std::clamp(range.x_begin, 0, mask.width);
  const int right = std::clamp(range.x_end, left, mask.width);
  for (int y = std::max(range.y_begin, 0); y < std::min(range.y_end, mask.height); ++y) {
    const auto row = mask.values.begin() + std::ptrdiff_t{y} * mask.width;
    std::fill(row + left, row + right, std::uint8_t{1});
  }
}

void add(Mask& mask, const Mask& more) {
  check_sizes(mask, more);
  std::transform(mask.values.begin(), mask.values.end(), more.values.begin(), mask.values.begin(),
                 [](std::uint8_t a, std::uint8_t b) { return static_cast<std::uint8_t>(a | b); });
}

Mask resize_nearest(const Mask& mask, int width, int height) {
  Mask result = empty_mask(width, height);
  const Sampling nearest{Filter::nearest, false};
  const Taps columns = make_taps({mask.width, width, 0, width}, nearest);
  const Taps rows = make_taps({mask.height, height, 0, height}, nearest);
  std::uint8_t* out = result.values.data();
  for (const Tap& row : rows.taps) {
    const std::uint8_t* in = mask.values.data() + row.first * static_cast<std::size_t>(mask.width);
    for (const Tap& column : columns.taps) *out++ = in[column.first];
  }
  return result;
}

Overlap overlap(const Mask& first, const Mask& second) {
  check_sizes(first, second);
  return count_rows(first, second, 0, first.height);
}

void MaskCanvas::clear(int width, int height) {
  if (width != mask_.width || height != mask_.height) {
    mask_ = empty_mask(width, height);
  } else if (!untouched()) {
    std::fill(row(mask_, y_begin_), row(mask_, y_end_), std::uint8_t{0});
  }
  y_begin_ = y_end_ = 0;
}

void MaskCanvas::add(const PixelRange& range) {
  image::add(mask_, range);
  touch(std::max(range.y_begin, 0), std::min(range.y_end, mask_.height));
}

void MaskCanvas::add(const Mask& more) {
  image::add(mask_, more);
  touch(0, mask_.height);
}

void MaskCanvas::touch(int y_begin, int y_end) {
  if (y_begin >= y_end) return;
  y_begin_ = untouched() ? y_begin : std::min(y_begin_, y_begin);
  y_end_ = std::max(y_end_, y_end);
}

Overlap overlap(const MaskCanvas& first, const MaskCanvas& second) {
  check_sizes(first.mask_, second.mask_);
  if (first.untouched()) return count_rows(first.mask_, second.mask_, second.y_begin_, second.y_end_);
  if (second.untouched()) return count_rows(first.mask_, second.mask_, first.y_begin_, first.y_end_);
  return count_rows(first.mask_, second.mask_, std::min(first.y_begin_, second.y_begin_),
                    std::max(first.y_end_, second.y_end_));
}

}  // namespace cxrval::image
