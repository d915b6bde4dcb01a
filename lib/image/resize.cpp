// SPDX-License-Identifier: Apache-2.0
#include "image/resize.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <vector>

namespace cxrval::image {
namespace {

// Eight sums side by side, so that the compiler may use vector registers without reordering anything.
float dot(const float* values, const float* weights, std::size_t size) {
  constexpr std::size_t lanes = 8;
  std::array<float, lanes> sums{};
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) sums[lane] += values[i + lane] * weights[i + lane];
  }
  float rest = 0;
  for (; i < size; ++i) rest += values[i] * weights[i];
  return ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7])) + rest;
}

// The rows that the current output row takes, each looked up once.
class RowCache {
 public:
  RowCache(const Rows& rows, std::size_t begin, std::size_t end, std::size_t capacity)
      : rows_(rows), begin_(begin), end_(end), held_(capacity, {none, nullptr}) {
    if (!rows.is_plane()) buffers_.resize(capacity * (end - begin));
  }

  const float* row(std::size_t y) {
    const std::size_t slot = y % held_.size();
    Held& held = held_[slot];
    if (held.y != y) {
      float* buffer = buffers_.empty() ? nullptr : &buffers_[slot * (end_ - begin_)];
      held = {y, rows_.row(y, begin_, end_, buffer)};
    }
    return held.row;
  }

 private:
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
  struct Held {
    std::size_t y;
    const float* row;
  };

  const Rows& rows_;
  std::size_t begin_;
  std::size_t end_;
  std::vector<Held> held_;
  std::vector<float> buffers_;
};

// sum = the weighted sum of rows. Four rows at a time keep the sums in registers.
void add_rows(const std::vector<const float*>& rows, const float* weights, std::vector<float>& sum) {
  const std::size_t size = sum.size();
  float* const to = sum.data();
  std::size_t k = rows.size() % 4;
  if (k == 0) {
    std::fill(sum.begin(), sum.end(), 0.0F);
  } else {
    const float first = weights[0];
    const float* const a = rows[0];
    for (std::size_t x = 0; x < size; ++x) to[x] = first * a[x];
    for (std::size_t j = 1; j < k; ++j) {
      const float weight = weights[j];
      const float* const b = rows[j];
      for (std::size_t x = 0; x < size; ++x) to[x] += weight * b[x];
    }
  }
  for (; k < rows.size(); k += 4) {
    const std::array<float, 4> w = {weights[k], weights[k + 1], weights[k + 2], weights[k + 3]};
    const float* const a = rows[k];
    const float* const b = rows[k + 1];
    const float* const c = rows[k + 2];
    const float* const d = rows[k + 3];
    for (std::size_t x = 0; x < size; ++x) to[x] += (w[0] * a[x] + w[1] * b[x]) + (w[2] * c[x] + w[3] * d[x]);
  }
}

std::size_t widest(const Taps& taps) {
  return std::max_element(taps.taps.begin(), taps.taps.end(),
                          [](const Tap& a, const Tap& b) { return a.count < b.count; })
      ->count;
}

void check(const Rows& rows, const Part& part) {
  const bool empty = rows.width() <= 0 || rows.height() <= 0 || part.width <= 0 || part.height <= 0;
  const bool outside =
      part.x < 0 || part.y < 0 || part.width > part.whole_width - part.x || part.height > part.whole_height - part.y;
  if (empty || outside) throw std::logic_error("resize needs an image and a part of it that are not empty");
}

}  // namespace

void resample(const Rows& rows, const Part& part, const Sampling& sampling, const Canvas& canvas) {
  check(rows, part);
  const Taps vertical = make_taps({rows.height(), part.whole_height, part.y, part.height}, sampling);
  const Taps horizontal = make_taps({rows.width(), part.whole_width, part.x, part.width}, sampling);
  const std::size_t begin = horizontal.taps.front().first;
  const std::size_t end = horizontal.taps.back().first + horizontal.taps.back().count;
  RowCache cache(rows, begin, end, widest(vertical));
  std::vector<float> sum(end - begin);
  std::vector<const float*> taken;
  float* out = canvas.out;
  for (const Tap& tap : vertical.taps) {
    taken.clear();
    for (std::size_t k = 0; k < tap.count; ++k) taken.push_back(cache.row(tap.first + k));
    add_rows(taken, &vertical.weights[tap.offset], sum);
    for (std::size_t x = 0; x < horizontal.taps.size(); ++x) {
      const Tap& columns = horizontal.taps[x];
      out[x] = dot(&sum[columns.first - begin], &horizontal.weights[columns.offset], columns.count);
    }
    out += canvas.stride;
  }
}

Plane resize(const Plane& plane, int width, int height, const Sampling& sampling) {
  const auto size = [](int w, int h) { return static_cast<std::size_t>(w) * static_cast<std::size_t>(h); };
  if (plane.width <= 0 || plane.height <= 0 || width <= 0 || height <= 0 ||
      plane.values.size() != size(plane.width, plane.height)) {
    throw std::logic_error("resize needs a plane and a size that are not empty");
  }
  if (plane.width == width && plane.height == height) return plane;
  Plane result{width, height, std::vector<float>(size(width, height))};
  resample(Rows(plane), {width, height, 0, 0, width, height}, sampling,
           {result.values.data(), static_cast<std::size_t>(width)});
  return result;
}

}  // namespace cxrval::image
