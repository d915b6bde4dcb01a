// SPDX-License-Identifier: Apache-2.0
#include "infer/preprocess.hpp"

#include "image/preset.hpp"
#include "image/resize.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

namespace cxrval::infer {

Preprocessor::Preprocessor(const std::vector<InputSpec>& inputs) {
  for (const InputSpec& input : inputs) {
    const auto same = [&](const Wanted& wanted) {
      return wanted.preset == input.preset && wanted.width == input.width && wanted.height == input.height;
    };
    const auto found = std::find_if(wanted_.begin(), wanted_.end(), same);
    plane_of_.push_back(static_cast<std::size_t>(found - wanted_.begin()));
    if (found == wanted_.end()) wanted_.push_back({input.preset, input.width, input.height});
  }
}

base::Result<Prepared> Preprocessor::prepare(const image::Source& source) const {
  Prepared prepared{source.width, source.height, {}};
  std::optional<image::Preset> rendered;
  image::Plane full;
  prepared.planes.resize(wanted_.size());
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    const Wanted& wanted = wanted_[i];
    if (rendered != wanted.preset) {
      base::Result<image::Plane> plane = image::render(source, {wanted.preset});
      if (!plane) return tl::unexpected(std::move(plane.error()));
      full = std::move(*plane);
      rendered = wanted.preset;
    }
    prepared.planes[i] = image::resize(full, wanted.width, wanted.height);
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
