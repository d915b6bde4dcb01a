// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "image/clahe.hpp"
#include "image/fit.hpp"
#include "image/mask.hpp"
#include "image/preset.hpp"

#include <optional>
#include <variant>
#include <vector>

namespace cxrval::image {

struct MedianStep {
  int size = 3;  // 3, 5, 7 or 9
  bool operator==(const MedianStep&) const = default;
};
struct ClaheStep {
  ClaheLimits limits;
  bool operator==(const ClaheStep&) const = default;
};
struct CropStep {  // to the mask's enclosing square, 0 around the image; at most once
  bool operator==(const CropStep&) const = default;
};
using Step = std::variant<MedianStep, ClaheStep, CropStep>;

// From stored words to a model's plane: look, steps in their order on the full-size image, then the fitting.
struct Recipe {
  Look look;
  std::vector<Step> steps;
  Fitting fitting;

  bool operator==(const Recipe&) const = default;
};

// An image after its look and steps, from which several sizes can be made.
class Picture {
 public:
  // Faults are grey_table's and enclosing_square's, and "the model needs a mask of the image". `source` must outlive
  // the picture: without steps its words are looked up in each fitting.
  static base::Result<Picture> make(const Source& source, const Recipe& recipe, const Mask* mask);

  // The mapping leads to pixels of the source.
  Fitted fit(const Fitting& fitting) const;

 private:
  explicit Picture(const Source& source) : source_(&source) {}

  const Source* source_;
  std::vector<float> table_;
  std::optional<Plane> plane_;  // instead of the table after any step
  Square crop_;                 // its corner; 0, 0 without a crop
};

// Both at once. Faults are Picture::make's.
base::Result<Fitted> prepare(const Source& source, const Recipe& recipe, const Mask* mask = nullptr);

}  // namespace cxrval::image
