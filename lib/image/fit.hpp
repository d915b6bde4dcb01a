// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/resize.hpp"

namespace cxrval::image {

// Where a pixel of the model's input lies in the original image: x_original = x * x_scale + x_offset, in coordinates
// whose pixel i spans i to i + 1.
struct Mapping {
  double x_scale = 1;
  double y_scale = 1;
  double x_offset = 0;
  double y_offset = 0;

  double x(double input) const { return input * x_scale + x_offset; }
  double y(double input) const { return input * y_scale + y_offset; }
  bool operator==(const Mapping&) const = default;
};

//   stretch      to width x height, the aspect ratio not kept
//   letterbox    as large as fits with the aspect ratio kept, in the middle, `pad` around it. YOLOv5's letterbox(auto=
//                False): r = min(width / w, height / h), sides round(w * r) and round(h * r) half to even, at least 1;
//                left and top margins floor(rest / 2).
//   centre_crop  torchvision's Resize(short_side) and CenterCrop: the short side to short_side, the long one to
//                floor(short_side * long / short); margins round((side - wanted) / 2) half to even. short_side 0 is the
//                smallest image that covers width x height, by the tighter axis in the same way.
enum class Fit { stretch, letterbox, centre_crop };

struct Fitting {
  int width = 0;
  int height = 0;
  Fit fit = Fit::stretch;
  Sampling sampling;
  float pad = 0;
  int short_side = 0;

  bool operator==(const Fitting&) const = default;
};

struct Fitted {
  Plane plane;
  Mapping mapping;
};

// Faultless sizes are the caller's promise: sizes that are not positive, or a short_side above 0 that is below width or
// height, throw std::logic_error.
Fitted fit(const Rows& rows, const Fitting& fitting);

}  // namespace cxrval::image
