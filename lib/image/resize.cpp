// SPDX-License-Identifier: Apache-2.0
#include "image/resize.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

namespace cxrval::image {
namespace {

// What one output pixel takes: `count` inputs from `first` on, weighted by weights[offset...].
struct Taps {
  std::size_t first = 0;
  std::size_t count = 0;
  std::size_t offset = 0;
};

struct Filter {
  std::vector<Taps> taps;  // one of each output pixel
  std::vector<float> weights;
};

Filter make_filter(int inputs, int outputs) {
  const double scale = static_cast<double>(inputs) / outputs;
  const double support = std::max(1.0, scale);
  Filter filter;
  filter.taps.reserve(static_cast<std::size_t>(outputs));
  std::vector<double> row;
  for (int i = 0; i < outputs; ++i) {
    const double centre = (i + 0.5) * scale;
    const int first = std::max(0, static_cast<int>(centre - support + 0.5));
    const int end = std::min(inputs, static_cast<int>(centre + support + 0.5));
    row.clear();
    double total = 0;
    for (int j = first; j < end; ++j) {
      row.push_back(std::max(0.0, 1 - std::abs((j + 0.5 - centre) / support)));
      total += row.back();
    }
    filter.taps.push_back({static_cast<std::size_t>(first), row.size(), filter.weights.size()});
    for (const double weight : row) filter.weights.push_back(static_cast<float>(weight / total));
  }
  return filter;
}

void add_weighted(const float* from, float weight, float* to, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) to[i] += weight * from[i];
}

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

}  // namespace

Plane resize(const Plane& plane, int width, int height) {
  const auto size = [](int w, int h) { return static_cast<std::size_t>(w) * static_cast<std::size_t>(h); };
  if (plane.width <= 0 || plane.height <= 0 || width <= 0 || height <= 0 ||
      plane.values.size() != size(plane.width, plane.height)) {
    throw std::logic_error("resize needs a plane and a size that are not empty");
  }
  if (plane.width == width && plane.height == height) return plane;
  const Filter vertical = make_filter(plane.height, height);
  const Filter horizontal = make_filter(plane.width, width);
  const std::size_t input_width = static_cast<std::size_t>(plane.width);
  Plane result{width, height, std::vector<float>(size(width, height))};
  std::vector<float> row(input_width);
  float* out = result.values.data();
  for (const Taps& rows : vertical.taps) {
    std::fill(row.begin(), row.end(), 0.0F);
    for (std::size_t k = 0; k < rows.count; ++k) {
      add_weighted(&plane.values[(rows.first + k) * input_width], vertical.weights[rows.offset + k], row.data(),
                   input_width);
    }
    for (const Taps& columns : horizontal.taps) {
      *out++ = dot(&row[columns.first], &horizontal.weights[columns.offset], columns.count);
    }
  }
  return result;
}

}  // namespace cxrval::image
