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
  return {width, height, 1, preset, {0}, {1}};
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

TEST_CASE("models with the same preset and size share a plane") {
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
  const InputSpec input{2, 1, 3, image::Preset::bits, {0.25F, 0, 0.5F}, {1, 0.5F, 0.25F}};
  CHECK(fill_batch(planes, input, {2, 3, 1, 2}) == std::vector<float>{0, 0.5F, 0.5F, 1.5F, -1, 1, 0, 0, 0, 0, 0, 0});
}
