// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/source.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cxrval::image {

// The rows of a plane, or of a source whose words are looked up in a grey table only when a row is wanted: a resize
// needs a few rows at a time, and a plane of all of them would cost more than the looking up. What it is made from must
// outlive it.
class Rows {
 public:
  explicit Rows(const Plane& plane) : width_(plane.width), height_(plane.height), values_(plane.values.data()) {}
  Rows(const Source& source, const std::vector<float>& table)
      : width_(source.width), height_(source.height), words_(source.samples.data()), table_(table.data()) {}

  int width() const { return width_; }
  int height() const { return height_; }
  bool is_plane() const { return values_ != nullptr; }

  // Columns `begin` to `end` of row y: a plane's own, else looked up into `buffer` from its start on.
  const float* row(std::size_t y, std::size_t begin, std::size_t end, float* buffer) const {
    const std::size_t start = y * static_cast<std::size_t>(width_);
    if (is_plane()) return values_ + start + begin;
    for (std::size_t x = begin; x < end; ++x) buffer[x - begin] = table_[words_[start + x]];
    return buffer;
  }

 private:
  int width_;
  int height_;
  const float* values_ = nullptr;
  const std::uint16_t* words_ = nullptr;
  const float* table_ = nullptr;
};

}  // namespace cxrval::image
