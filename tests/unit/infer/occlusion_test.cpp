// SPDX-License-Identifier: Apache-2.0
#include "infer/occlusion.hpp"

#include "catch.hpp"
#include "fake_model.hpp"
#include "infer/pipeline.hpp"

#include <cmath>
#include <limits>
#include <memory>
#include <utility>

using namespace cxrval;
using namespace cxrval::infer;

namespace {

constexpr int side = 32;

std::size_t pixel(int x, int y) {
  return static_cast<std::size_t>(y * side + x);
}

image::Plane plane_with(int x, int y, float value) {
  image::Plane plane{side, side, std::vector<float>(std::size_t{side} * side, 0)};
  plane.values[pixel(x, y)] = value;
  return plane;
}

LoadedModel looks_at(int x, int y, int batch) {
  LoadedModel model;
  model.manifest.input.recipe.fitting = {side, side, image::Fit::stretch, {}, 0, 0};
  model.manifest.input.mean = {0};
  model.manifest.input.std = {1};
  model.manifest.output = BinaryOutput{BinaryForm::probability, 1, 0};
  model.shape = {batch, 1, side, side};
  model.model = std::make_unique<FakeModel>(model.shape, std::vector<std::int64_t>{1}, [x, y](const float* values) {
    return std::vector<float>{values[pixel(x, y)]};
  });
  return model;
}

Pipeline pipeline_of(LoadedModel model, int workers = 1) {
  Bundle bundle;
  static_cast<LoadedModel&>(bundle.abnormality) = std::move(model);
  return {std::move(bundle), workers};
}

Prepared prepared(image::Plane plane) {
  return {side, side, {std::move(plane)}, {{1, 1, 0, 0}}};
}

}  // namespace

TEST_CASE("a patch is the plane's mean over a cell and half of its neighbours") {
  const image::Plane plane = plane_with(31, 31, 1024);  // mean 1
  const image::Plane hidden = occluded(plane, 3 * OcclusionMap::side + 5);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const bool inside = x >= 9 && x < 13 && y >= 5 && y < 9;  // cells of 2 pixels: 10 to 12, 6 to 8, and one more
      CHECK(hidden.values[pixel(x, y)] == (inside ? 1 : plane.values[pixel(x, y)]));
    }
  }
}

TEST_CASE("patches together hide every pixel, also where cells are no whole pixels") {
  image::Plane plane{37, 21, std::vector<float>(std::size_t{37} * 21, 2)};
  plane.values[0] = 3;
  std::vector<int> times(plane.values.size());
  for (int number = 0; number < OcclusionMap::side * OcclusionMap::side; ++number) {
    const image::Plane hidden = occluded(plane, number);
    for (std::size_t i = 0; i < times.size(); ++i) times[i] += hidden.values[i] != plane.values[i];
  }
  for (const int count : times) CHECK(count > 0);
}

TEST_CASE("the map shows where a model looks, whatever the batch and the workers") {
  for (const int batch : {1, 3, 16}) {
    const Pipeline pipeline = pipeline_of(looks_at(20, 9, batch), batch);
    const auto map = pipeline.occlude(prepared(plane_with(20, 9, 0.75F)));
    REQUIRE(map);
    for (int row = 0; row < OcclusionMap::side; ++row) {
      for (int column = 0; column < OcclusionMap::side; ++column) {
        // pixel (20, 9) lies in the patches of cells 9 and 10 across, 4 and 5 down
        const bool seen = (column == 9 || column == 10) && (row == 4 || row == 5);
        const double fall = map->falls[static_cast<std::size_t>(row * OcclusionMap::side + column)];
        CHECK(std::abs(fall - (seen ? 0.75 - 0.75 / 1024 : 0)) < 1e-6);
      }
    }
  }
}

TEST_CASE("the map of an ensemble is the mean of its models'") {
  Bundle bundle;
  static_cast<LoadedModel&>(bundle.abnormality) = looks_at(20, 9, 4);
  bundle.abnormality.others.push_back(looks_at(0, 0, 4));
  const Pipeline pipeline(std::move(bundle), 1);
  const auto map = pipeline.occlude(prepared(plane_with(20, 9, 0.5F)));
  REQUIRE(map);
  // the other model looks at black, where a patch is brighter by the mean
  CHECK(std::abs(map->falls[4 * OcclusionMap::side + 9] - (0.5 - 0.5 / 1024) / 2) < 1e-6);
  CHECK(std::abs(map->falls[0] + 0.5 / 1024 / 2) < 1e-6);
}

TEST_CASE("the map of a model of several findings is that of the chosen ones") {
  LoadedModel model = looks_at(20, 9, 4);
  model.manifest.output = MultiLabelOutput{{"effusion", "nodule"}, false};
  model.positive = ClassChoice{{1}, true};
  model.model = std::make_unique<FakeModel>(model.shape, std::vector<std::int64_t>{2}, [](const float* values) {
    return std::vector<float>{1, values[pixel(20, 9)]};
  });
  const auto map = pipeline_of(std::move(model)).occlude(prepared(plane_with(20, 9, 0.75F)));
  REQUIRE(map);
  CHECK(std::abs(map->falls[4 * OcclusionMap::side + 9] + (0.75 - 0.75 / 1024)) < 1e-6);
  CHECK(std::abs(map->falls[0]) < 1e-6);
}

TEST_CASE("a model that gives no number has no map") {
  const Pipeline pipeline = pipeline_of(looks_at(20, 9, 4));
  const auto map = pipeline.occlude(prepared(plane_with(20, 9, std::numeric_limits<float>::quiet_NaN())));
  REQUIRE_FALSE(map);
  CHECK(map.error().reason == "abnormality model gave a value that is no number");
}
