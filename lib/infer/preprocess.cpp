// SPDX-License-Identifier: Apache-2.0
#include "infer/preprocess.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

namespace cxrval::infer {

Preprocessor::Preprocessor(const std::vector<InputSpec>& inputs) {
  for (const InputSpec& input : inputs) {
    const auto found = std::find(recipes_.begin(), recipes_.end(), input.recipe);
    plane_of_.push_back(static_cast<std::size_t>(found - recipes_.begin()));
    if (found == recipes_.end()) recipes_.push_back(input.recipe);
  }
}

base::Result<Prepared> Preprocessor::prepare(const image::Source& source, const image::Mask* mask) const {
  Prepared prepared{source.width, source.height, {}, {}};
  const image::Recipe* made = nullptr;
  std::optional<image::Picture> picture;
  for (const image::Recipe& recipe : recipes_) {
    if (made == nullptr || made->look != recipe.look || made->steps != recipe.steps) {
      base::Result<image::Picture> next = image::Picture::make(source, recipe, mask);
      if (!next) return tl::unexpected(std::move(next.error()));
      picture = std::move(*next);
      made = &recipe;
    }
    image::Fitted fitted = picture->fit(recipe.fitting);
    prepared.planes.push_back(std::move(fitted.plane));
    prepared.mappings.push_back(fitted.mapping);
  }
  return prepared;
}

std::vector<float> fill_batch(std::span<const image::Plane* const> planes, const InputSpec& input,
                              const BatchShape& shape) {
  const std::size_t pixels = static_cast<std::size_t>(shape.width) * static_cast<std::size_t>(shape.height);
  const auto channels = static_cast<std::size_t>(shape.channels);
  if (planes.size() > static_cast<std::size_t>(shape.batch)) throw std::logic_error("more images than the batch holds");
  std::vector<float> batch(static_cast<std::size_t>(shape.batch) * channels * pixels, 0.0F);
  auto out = batch.begin();
  for (const image::Plane* plane : planes) {
    if (plane->values.size() != pixels) throw std::logic_error("a plane is not of the model's input size");
    for (std::size_t c = 0; c < channels; ++c) {
      const float mean = input.mean[c];
      const float std = input.std[c];
      out = std::transform(plane->values.begin(), plane->values.end(), out,
                           [mean, std](float value) { return (value - mean) / std; });
    }
  }
  return batch;
}

}  // namespace cxrval::infer
