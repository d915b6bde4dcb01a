// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fake_model.hpp"
#include "infer/pipeline.hpp"

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace cxrval::infer {

inline constexpr int side = 8;

inline const FakeModel* fake(const LoadedModel& model) {
  return dynamic_cast<const FakeModel*>(model.model.get());
}

inline LoadedStage loaded(int batch, std::vector<std::int64_t> shape, FakeModel::Rule rule) {
  LoadedStage model;
  model.manifest.input.recipe.fitting = {side, side, image::Fit::stretch, {}, 0, 0};
  model.manifest.input.mean = {0};
  model.manifest.input.std = {1};
  model.weights = "fake.pt";
  model.shape = {batch, 1, side, side};
  model.model = std::make_unique<FakeModel>(model.shape, std::move(shape), std::move(rule));
  return model;
}

// Pixel 0 is the PA probability, pixel 1 the abnormality, pixel 2 the score of one box over the middle of the image.
inline Bundle bundle_of_pixels(int batch) {
  Bundle bundle;
  bundle.manifest.pa = GatedStage{{}, {0.5, false}};
  bundle.manifest.abnormality.gate = {0.5, false};
  bundle.pa = loaded(batch, {1}, [](const float* x) { return std::vector<float>{x[0]}; });
  bundle.pa->manifest.output = BinaryOutput{BinaryForm::probability, 1, 0};
  bundle.abnormality = loaded(batch, {}, [](const float* x) { return std::vector<float>{x[1]}; });
  bundle.abnormality.manifest.output = BinaryOutput{BinaryForm::probability, 1, 0};
  bundle.lesions = loaded(batch, {1, 6}, [](const float* x) { return std::vector<float>{4, 4, 4, 4, x[2], 1}; });
  bundle.lesions->manifest.output = DetectorOutput{{"Nodule/Mass"}, 0.1, 0.5, 10};
  return bundle;
}

inline Prepared image_of(float pa, float abnormal, float lesion) {
  image::Plane plane{side, side, std::vector<float>(side * side)};
  plane.values[0] = pa;
  plane.values[1] = abnormal;
  plane.values[2] = lesion;
  return {80, 160, {plane}, {{10, 20, 0, 0}}};
}

}  // namespace cxrval::infer
