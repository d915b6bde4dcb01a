// SPDX-License-Identifier: Apache-2.0
#include "infer/preprocess.hpp"

#include "catch.hpp"

#include <array>
#include <cstdint>
#include <vector>

using namespace cxrval;
using namespace cxrval::infer;

namespace {

InputSpec spec(int width, int height, image::Preset preset = image::Preset::bits) {
  return {{{preset}, {}, {width, height, image::Fit::stretch, {}, 0, 0}}, 1, {0}, {1}};
}

image::Source source_of_two_greys() {
  image::Source source;
  source.width = 4;
  source.height = 2;
  source.bits_stored = 8;
  source.samples = {0, 0, 255, 255, 0, 0, 255, 255};
  return source;
}

}  // namespace

TEST_CASE("models with the same recipe share a plane") {
  const Preprocessor shared({spec(8, 8), spec(16, 8), spec(8, 8), spec(8, 8, image::Preset::minmax)});
  CHECK(shared.plane_of(0) == 0);
  CHECK(shared.plane_of(1) == 1);
  CHECK(shared.plane_of(2) == 0);
  CHECK(shared.plane_of(3) == 2);
  const auto prepared = shared.prepare(source_of_two_greys());
  REQUIRE(prepared);
  CHECK(prepared->width == 4);
  CHECK(prepared->height == 2);
  REQUIRE(prepared->planes.size() == 3);
  CHECK(prepared->planes[1].width == 16);
  CHECK(prepared->planes[1].height == 8);
}

TEST_CASE("an image that cannot be rendered is a fault") {
  image::Source source = source_of_two_greys();
  source.samples.pop_back();
  CHECK_FALSE(Preprocessor({spec(8, 8)}).prepare(source));
}

TEST_CASE("a batch repeats the image over its channels, normalises each and is filled up with zeros") {
  const image::Plane plane{2, 1, {0.25F, 0.75F}};
  const std::array<const image::Plane*, 1> planes{&plane};
  InputSpec input = spec(2, 1);
  input.channels = 3;
  input.mean = {0.25F, 0, 0.5F};
  input.std = {1, 0.5F, 0.25F};
  CHECK(fill_batch(planes, input, {2, 3, 1, 2}) == std::vector<float>{0, 0.5F, 0.5F, 1.5F, -1, 1, 0, 0, 0, 0, 0, 0});
}

TEST_CASE("a plane comes with its mapping to the original image, crop included") {
  image::Source source;
  source.width = 40;
  source.height = 20;
  source.samples.assign(800, 7);
  InputSpec letterbox = spec(16, 16);
  letterbox.recipe.fitting.fit = image::Fit::letterbox;
  InputSpec cropped = spec(8, 8);
  cropped.recipe.steps = {image::CropStep{}};
  const Preprocessor preprocessor({letterbox, cropped});
  CHECK(preprocessor.prepare(source).error().reason == "the model needs a mask of the image");
  image::Mask mask{40, 20, std::vector<std::uint8_t>(800, 0)};
  CHECK(preprocessor.prepare(source, &mask).error().reason == "mask is empty");
  for (const int x : {21, 36}) mask.values[static_cast<std::size_t>(40 * 10 + x)] = 1;
  const auto prepared = preprocessor.prepare(source, &mask);
  REQUIRE(prepared);
  CHECK(prepared->mappings.at(0) == image::Mapping{2.5, 2.5, 0, -10});
  CHECK(prepared->mappings.at(1) == image::Mapping{2, 2, 21, 2});
}
