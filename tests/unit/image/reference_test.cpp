// SPDX-License-Identifier: Apache-2.0
// torch's, PIL's, OpenCV's and numpy's own numbers (make_reference.py).
#include "reference.hpp"

#include "catch.hpp"
#include "image/clahe.hpp"
#include "image/median.hpp"
#include "image/preset.hpp"
#include "image/resize.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

using namespace cxrval::image;

namespace {

// make_reference.py's words().
Source words(int width, int height, std::int64_t most, std::uint32_t seed) {
  Source source;
  source.width = width;
  source.height = height;
  for (int i = 0; i < width * height; ++i) {
    seed = seed * 1664525U + 1013904223U;
    const std::int64_t noise = static_cast<std::int64_t>(seed / 65536U) * most / (2 * 65535);
    source.samples.push_back(static_cast<std::uint16_t>(i % width * most / (2 * width) + noise));
  }
  return source;
}

Plane plane_of(const Source& source, double full) {
  Plane plane{source.width, source.height, {}};
  for (const std::uint16_t word : source.samples) plane.values.push_back(static_cast<float>(word / full));
  return plane;
}

template <class Expected>
double worst_difference(const std::vector<float>& values, const std::vector<Expected>& expected, double full = 1) {
  REQUIRE(values.size() == expected.size());
  double worst = 0;
  for (std::size_t i = 0; i < values.size(); ++i) worst = std::max(worst, std::abs(values[i] * full - expected[i]));
  return worst;
}

}  // namespace

TEST_CASE("resize gives what PIL, torch and OpenCV give") {
  for (const reference::Resized& r : reference::resized) {
    INFO(static_cast<int>(r.filter) << " antialias " << r.antialias << ", " << r.from_width << " x " << r.from_height
                                    << " to " << r.width << " x " << r.height);
    const Plane plane = plane_of(words(r.from_width, r.from_height, 4095, 7), 4095);
    CHECK(worst_difference(resize(plane, r.width, r.height, {r.filter, r.antialias}).values, r.values) < 1e-6);
  }
}

TEST_CASE("the 8-bit recipes give what OpenCV and numpy give, level by level") {
  for (const reference::Levels& r : reference::recipes) {
    INFO(r.recipe << " inverted " << r.inverted << " up to " << r.most);
    Source source = words(12, 9, r.most, 3);
    source.photometric = r.inverted ? Photometric::monochrome1 : Photometric::monochrome2;
    // None of the recipes looks at these.
    source.rescale_slope = 3;
    source.rescale_intercept = -1000;
    source.windows = {{40, 400}};
    source.padding = Padding{0, 100};
    const Plane plane = render(source, {*parse_preset(r.recipe)}).value();
    CHECK(worst_difference(plane.values, r.values, 255) < 1e-4);
  }
}

TEST_CASE("the percentiles are numpy's") {
  const Source source = words(12, 9, 4095, 3);
  const std::vector<float> values = render(source, {Preset::percentile}).value().values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double span = reference::percentile_99 - reference::percentile_1;
    CHECK(values[i] == approx(std::clamp((source.samples[i] - reference::percentile_1) / span, 0.0, 1.0)));
  }
}

TEST_CASE("the median is OpenCV's") {
  const Plane plane = plane_of(words(11, 7, 4095, 5), 4095);
  for (const reference::Median& r : reference::medians) {
    CHECK(worst_difference(median(plane, r.size).values, r.values) < 1e-8);
  }
}

TEST_CASE("CLAHE is OpenCV's, level by level") {
  for (const reference::Clahe& r : reference::clahes) {
    INFO("clip " << r.clip << ", " << r.tiles << " tiles, " << r.width << " x " << r.height);
    const Plane plane = plane_of(words(r.width, r.height, 65535, 9), 65535);
    CHECK(worst_difference(clahe(plane, {r.clip, r.tiles}).values, r.values, 65535) < 0.01);
  }
}
