// SPDX-License-Identifier: Apache-2.0
#include "image/fit.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

namespace cxrval::image {
namespace {

// A part of the resized image and where it goes in the output.
struct Placed {
  Part part;
  int left = 0;
  int top = 0;
};

int scaled(int side, int numerator, int denominator) {
  return static_cast<int>(std::int64_t{side} * numerator / denominator);
}

Placed letterbox(int width, int height, const Fitting& to) {
  const double ratio = std::min(static_cast<double>(to.height) / height, static_cast<double>(to.width) / width);
  const auto side = [ratio](int from, int most) {
    return std::clamp(static_cast<int>(std::nearbyint(from * ratio)), 1, most);
  };
  const int w = side(width, to.width);
  const int h = side(height, to.height);
  return {{w, h, 0, 0, w, h}, (to.width - w) / 2, (to.height - h) / 2};
}

Placed centre_crop(int width, int height, const Fitting& to) {
  bool by_width = std::int64_t{to.width} * height >= std::int64_t{to.height} * width;
  int side = by_width ? to.width : to.height;
  if (to.short_side > 0) {
    if (to.short_side < std::max(to.width, to.height)) throw std::logic_error("the short side must cover the crop");
    by_width = width <= height;
    side = to.short_side;
  }
  const int w = by_width ? side : scaled(side, width, height);
  const int h = by_width ? scaled(side, height, width) : side;
  const auto margin = [](int whole, int wanted) { return static_cast<int>(std::nearbyint((whole - wanted) / 2.0)); };
  return {{w, h, margin(w, to.width), margin(h, to.height), to.width, to.height}, 0, 0};
}

Placed place(int width, int height, const Fitting& to) {
  switch (to.fit) {
    case Fit::letterbox:
      return letterbox(width, height, to);
    case Fit::centre_crop:
      return centre_crop(width, height, to);
    case Fit::stretch:
      break;
  }
  return {{to.width, to.height, 0, 0, to.width, to.height}, 0, 0};
}

}  // namespace

Fitted fit(const Rows& rows, const Fitting& fitting) {
  if (rows.width() <= 0 || rows.height() <= 0 || fitting.width <= 0 || fitting.height <= 0) {
    throw std::logic_error("fit needs an image and a size that are not empty");
  }
  const Placed placed = place(rows.width(), rows.height(), fitting);
  const Part& part = placed.part;
  const auto stride = static_cast<std::size_t>(fitting.width);
  Fitted fitted{{fitting.width, fitting.height, {}}, {}};
  std::vector<float>& values = fitted.plane.values;
  values.assign(stride * static_cast<std::size_t>(fitting.height), fitting.pad);
  const std::size_t start = static_cast<std::size_t>(placed.top) * stride + static_cast<std::size_t>(placed.left);
  resample(rows, part, fitting.sampling, {&values[start], stride});
  Mapping& mapping = fitted.mapping;
  mapping.x_scale = static_cast<double>(rows.width()) / part.whole_width;
  mapping.y_scale = static_cast<double>(rows.height()) / part.whole_height;
  mapping.x_offset = (part.x - placed.left) * mapping.x_scale;
  mapping.y_offset = (part.y - placed.top) * mapping.y_scale;
  return fitted;
}

}  // namespace cxrval::image
