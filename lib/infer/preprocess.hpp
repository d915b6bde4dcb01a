// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "image/recipe.hpp"
#include "infer/manifest.hpp"
#include "infer/model.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace cxrval::infer {

// One image as the models of a pipeline want it: small, so that the full-size pixels can be let go.
struct Prepared {
  int width = 0;  // of the original image
  int height = 0;
  std::vector<image::Plane> planes;      // one for each distinct recipe
  std::vector<image::Mapping> mappings;  // of each plane to the original image
};

// Makes the planes of several models' inputs; models that share a recipe share a plane.
class Preprocessor {
 public:
  explicit Preprocessor(const std::vector<InputSpec>& inputs);

  // Where the plane of the constructor's input number `input` lies in Prepared::planes.
  std::size_t plane_of(std::size_t input) const { return plane_of_[input]; }

  // May be called from several threads at once. Faults are image::prepare's: a recipe that crops to a mask needs one.
  base::Result<Prepared> prepare(const image::Source& source, const image::Mask* mask = nullptr) const;

 private:
  std::vector<image::Recipe> recipes_;
  std::vector<std::size_t> plane_of_;
};

// A batch in the order batch, channel, row, column: (value - mean) / std for each channel. `planes` are at most
// shape.batch of the input's size; the rest of the batch is zeros.
std::vector<float> fill_batch(std::span<const image::Plane* const> planes, const InputSpec& input,
                              const BatchShape& shape);

}  // namespace cxrval::infer
