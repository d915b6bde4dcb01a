// SPDX-License-Identifier: Apache-2.0
#include "infer/efficientdet_anchors.hpp"

#include <array>
#include <cmath>
#include <stdexcept>

namespace cxrval::infer {

namespace {

constexpr std::array strides{8, 16, 32, 64, 128};
constexpr int octaves = 3;
constexpr double anchor_scale = 4;
constexpr std::array<boxes::Extent, 3> aspects{{{1, 1}, {1.4, 0.7}, {0.7, 1.4}}};

void add_anchors(double x, double y, double stride, std::vector<boxes::Box>& anchors) {
  for (int octave = 0; octave < octaves; ++octave) {
    const double half = anchor_scale * stride * std::exp2(double(octave) / octaves) / 2;
    for (const boxes::Extent& aspect : aspects) {
      const double across = half * aspect.width;
      const double down = half * aspect.height;
      anchors.push_back({x - across, y - down, x + across, y + down});
    }
  }
}

}  // namespace

std::vector<boxes::Box> efficientdet_anchors(int width, int height) {
  const int coarsest = strides.back();
  if (width <= 0 || height <= 0 || width % coarsest != 0 || height % coarsest != 0) {
    throw std::logic_error("infer: EfficientDet's input is not a multiple of 128");
  }
  std::vector<boxes::Box> anchors;
  for (const int stride : strides) {
    for (int row = 0; row < height / stride; ++row) {
      for (int column = 0; column < width / stride; ++column) {
        add_anchors((column + 0.5) * stride, (row + 0.5) * stride, stride, anchors);
      }
    }
  }
  return anchors;
}

}  // namespace cxrval::infer
