// SPDX-License-Identifier: Apache-2.0
#include "infer/occlusion.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace cxrval::infer {
namespace {

// The pixels that a patch around a cell covers along one axis: half a cell on either side of it.
std::pair<int, int> covered(int cell, int pixels) {
  const int halves = 2 * OcclusionMap::side;
  return {std::max((2 * cell - 1) * pixels / halves, 0), std::min((2 * cell + 3) * pixels / halves, pixels)};
}

}  // namespace

image::Plane occluded(const image::Plane& plane, int number) {
  image::Plane hidden = plane;
  const double sum = std::accumulate(plane.values.begin(), plane.values.end(), 0.0);
  const auto grey = static_cast<float>(sum / static_cast<double>(plane.values.size()));
  const auto [left, right] = covered(number % OcclusionMap::side, plane.width);
  const auto [top, bottom] = covered(number / OcclusionMap::side, plane.height);
  for (int y = top; y < bottom; ++y) {
    const auto row = hidden.values.begin() + static_cast<std::ptrdiff_t>(y) * plane.width;
    std::fill(row + left, row + right, grey);
  }
  return hidden;
}

}  // namespace cxrval::infer
