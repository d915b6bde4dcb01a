// SPDX-License-Identifier: Apache-2.0
#include "image/median.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <stdexcept>
#include <vector>

namespace cxrval::image {
namespace {

// Written so that compilers make vector minimum and maximum instructions of them.
inline float lower(float a, float b) {
  return a < b ? a : b;
}
inline float upper(float a, float b) {
  return b < a ? a : b;
}
inline void order(float& a, float& b) {
  const float low = lower(a, b);
  b = upper(a, b);
  a = low;
}
inline float middle(float a, float b, float c) {
  return upper(lower(a, b), lower(upper(a, b), c));
}

// The rows around the current one, each with its first and last pixel repeated `radius` times and `slack` times more.
class Padded {
 public:
  Padded(const Plane& plane, std::size_t size, std::size_t slack)
      : plane_(plane),
        size_(size),
        width_(static_cast<std::size_t>(plane.width)),
        height_(static_cast<std::size_t>(plane.height)),
        stride_(width_ + size + slack),
        rows_(size * stride_) {}

  // The `size` rows of which row y is in the middle.
  void around(std::size_t y, const float** rows) {
    const std::size_t radius = size_ / 2;
    for (; loaded_ < std::min(height_, y + radius + 1); ++loaded_) load(loaded_);
    for (std::size_t k = 0; k < size_; ++k) {
      const std::size_t down = y + k;
      rows[k] = &rows_[std::min(height_ - 1, down < radius ? 0 : down - radius) % size_ * stride_];
    }
  }

 private:
  void load(std::size_t y) {
    const std::size_t radius = size_ / 2;
    const float* from = &plane_.values[y * width_];
    float* to = &rows_[y % size_ * stride_];
    std::fill(to, to + radius, from[0]);
    std::copy(from, from + width_, to + radius);
    std::fill(to + radius + width_, to + stride_, from[width_ - 1]);
  }

  const Plane& plane_;
  std::size_t size_;
  std::size_t width_;
  std::size_t height_;
  std::size_t stride_;
  std::vector<float> rows_;
  std::size_t loaded_ = 0;
};

// Columns of three are sorted once for the three medians that use them: the median of nine is the middle one of the
// largest low, the middle middle and the smallest high.
Plane median_of_nine(const Plane& plane) {
  const auto width = static_cast<std::size_t>(plane.width);
  Plane result{plane.width, plane.height, std::vector<float>(plane.values.size())};
  Padded padded(plane, 3, 0);
  std::array<const float*, 3> rows{};
  std::vector<float> lows(width + 2);
  std::vector<float> middles(width + 2);
  std::vector<float> highs(width + 2);
  for (std::size_t y = 0; y < static_cast<std::size_t>(plane.height); ++y) {
    padded.around(y, rows.data());
    const float* const a = rows[0];
    const float* const b = rows[1];
    const float* const c = rows[2];
    float* const low = lows.data();
    float* const mid = middles.data();
    float* const high = highs.data();
    for (std::size_t x = 0; x < width + 2; ++x) {
      const float small = lower(a[x], b[x]);
      const float large = upper(a[x], b[x]);
      low[x] = lower(small, c[x]);
      mid[x] = upper(small, lower(large, c[x]));
      high[x] = upper(large, c[x]);
    }
    float* const out = &result.values[y * width];
    for (std::size_t x = 0; x < width; ++x) {
      out[x] = middle(upper(upper(low[x], low[x + 1]), low[x + 2]), middle(mid[x], mid[x + 1], mid[x + 2]),
                      lower(lower(high[x], high[x + 1]), high[x + 2]));
    }
  }
  return result;
}

constexpr std::size_t lanes = 32;  // neighbouring medians side by side in vector registers
using Block = std::array<float, lanes>;

void order_blocks(Block& first, Block& second) {
  float* const a = first.data();
  float* const b = second.data();
  for (std::size_t i = 0; i < lanes; ++i) order(a[i], b[i]);
}

// Moves the smallest of `count` blocks to the front and the largest to the end.
void order_ends(Block* blocks, std::size_t count) {
  for (std::size_t i = 0; i < count / 2; ++i) order_blocks(blocks[i], blocks[count - 1 - i]);
  const std::size_t half = (count + 1) / 2;
  for (std::size_t i = 1; i < half; ++i) order_blocks(blocks[0], blocks[i]);
  for (std::size_t i = count - half; i + 1 < count; ++i) order_blocks(blocks[i], blocks[count - 1]);
}

// Forgetful selection: of (n + 3) / 2 values neither the smallest nor the largest can be the median of all n, so both
// make room for one value that has not been seen.
class Selection {
 public:
  explicit Selection(std::size_t size) : size_(size), all_(size * size), held_((size * size + 3) / 2) {}

  void load(const std::vector<const float*>& rows, std::size_t x) {
    for (std::size_t k = 0; k < all_.size(); ++k) {
      std::copy_n(rows[k / size_] + x + k % size_, lanes, all_[k].begin());
    }
  }
  const Block& middle_block() {
    std::copy_n(all_.begin(), held_.size(), held_.begin());
    Block* held = held_.data();
    std::size_t next = held_.size();
    for (std::size_t count = held_.size(); count > 3; --count) {
      order_ends(held, count);
      ++held;  // without the smallest; the new value takes the largest one's place
      held[count - 2] = all_[next++];
    }
    order_ends(held, 3);
    return held[1];
  }

 private:
  std::size_t size_;
  std::vector<Block> all_;
  std::vector<Block> held_;
};

Plane median_of_many(const Plane& plane, std::size_t size) {
  const auto width = static_cast<std::size_t>(plane.width);
  Plane result{plane.width, plane.height, std::vector<float>(plane.values.size())};
  Padded padded(plane, size, lanes);
  Selection selection(size);
  std::vector<const float*> rows(size);
  for (std::size_t y = 0; y < static_cast<std::size_t>(plane.height); ++y) {
    padded.around(y, rows.data());
    float* out = &result.values[y * width];
    for (std::size_t x = 0; x < width; x += lanes) {
      selection.load(rows, x);
      std::copy_n(selection.middle_block().begin(), std::min(lanes, width - x), out + x);
    }
  }
  return result;
}

}  // namespace

Plane median(const Plane& plane, int size) {
  if (plane.width <= 0 || plane.height <= 0 ||
      plane.values.size() != static_cast<std::size_t>(plane.width) * static_cast<std::size_t>(plane.height)) {
    throw std::logic_error("median needs a plane that is not empty");
  }
  if (size != 3 && size != 5 && size != 7 && size != 9) {
    throw std::logic_error("the size of a median must be 3, 5, 7 or 9");
  }
  return size == 3 ? median_of_nine(plane) : median_of_many(plane, static_cast<std::size_t>(size));
}

}  // namespace cxrval::image
