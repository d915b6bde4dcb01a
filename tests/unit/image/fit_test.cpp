// SPDX-License-Identifier: Apache-2.0
#include "image/fit.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>

using namespace cxrval::image;

namespace {

// Values that tell where they are: x + 1000 y.
Plane places(int width, int height) {
  Plane plane{width, height, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) plane.values.push_back(static_cast<float>(x + 1000 * y));
  }
  return plane;
}

float at(const Plane& plane, int x, int y) {
  return plane
      .values[static_cast<std::size_t>(y) * static_cast<std::size_t>(plane.width) + static_cast<std::size_t>(x)];
}

struct Margins {
  int left, top, right, bottom;
  bool operator==(const Margins&) const = default;
};

Margins margins(const Plane& plane, float pad) {
  Margins m{plane.width, plane.height, plane.width, plane.height};
  for (int y = 0; y < plane.height; ++y) {
    for (int x = 0; x < plane.width; ++x) {
      if (at(plane, x, y) == pad) continue;
      m = {std::min(m.left, x), std::min(m.top, y), std::min(m.right, plane.width - 1 - x),
           std::min(m.bottom, plane.height - 1 - y)};
    }
  }
  return m;
}

}  // namespace

TEST_CASE("letterbox rounds as YOLOv5 does") {
  struct Case {
    int width, height, to_width, to_height;
    Margins margins;
  };
  // Python: r = min(H / h, W / w); new = round(w * r), round(h * r); left, right = round(d / 2 - 0.1), round(d / 2 +
  // 0.1)
  const Case c = GENERATE(Case{100, 50, 64, 64, {0, 16, 0, 16}}, Case{100, 49, 64, 64, {0, 16, 0, 17}},
                          Case{50, 100, 64, 64, {16, 0, 16, 0}}, Case{10, 3, 25, 25, {0, 8, 0, 9}},
                          Case{2430, 2880, 640, 640, {50, 0, 50, 0}}, Case{1000, 1, 64, 64, {0, 31, 0, 32}},
                          Case{30, 20, 64, 32, {8, 0, 8, 0}});
  Plane plane = places(c.width, c.height);
  Fitting fitting{c.to_width, c.to_height, Fit::letterbox, {}, -1, 0};
  const Fitted fitted = fit(Rows(plane), fitting);
  CHECK(margins(fitted.plane, -1) == c.margins);
  CHECK(fitted.mapping.x(c.margins.left) == approx(0).margin(1e-9));
  CHECK(fitted.mapping.x(c.to_width - c.margins.right) == approx(c.width));
  CHECK(fitted.mapping.y(c.margins.top) == approx(0).margin(1e-9));
  CHECK(fitted.mapping.y(c.to_height - c.margins.bottom) == approx(c.height));
}

TEST_CASE("centre crop is the part that torchvision's Resize and CenterCrop leave") {
  struct Case {
    int width, height, side, short_side, whole_width, whole_height, left, top;
  };
  // torchvision: long = int(short_side * long / short); margin = int(round((whole - side) / 2.0))
  const Case c = GENERATE(Case{100, 50, 32, 0, 64, 32, 16, 0}, Case{50, 101, 32, 0, 32, 64, 0, 16},
                          Case{37, 50, 32, 0, 32, 43, 0, 6}, Case{37, 50, 32, 40, 40, 54, 4, 11},
                          Case{50, 37, 32, 36, 48, 36, 8, 2}, Case{37, 48, 32, 35, 35, 45, 2, 6});
  const Plane plane = places(c.width, c.height);
  const Fitted fitted = fit(Rows(plane), {c.side, c.side, Fit::centre_crop, {}, 0, c.short_side});
  const Plane whole = resize(plane, c.whole_width, c.whole_height);
  for (int y = 0; y < c.side; ++y) {
    for (int x = 0; x < c.side; ++x) REQUIRE(at(fitted.plane, x, y) == approx(at(whole, x + c.left, y + c.top)));
  }
  CHECK(fitted.mapping.x(0) == approx(static_cast<double>(c.left) * c.width / c.whole_width));
  CHECK(fitted.mapping.y_scale == approx(static_cast<double>(c.height) / c.whole_height));
}

TEST_CASE("the mapping leads from each input pixel to where its value comes from") {
  std::mt19937 random(5);
  for (int round = 0; round < 60; ++round) {
    const auto side = [&] { return 40 + static_cast<int>(random() % 60); };
    Plane across{side(), side(), {}};
    Plane down{across.width, across.height, {}};
    for (int i = 0; i < across.width * across.height; ++i) {
      across.values.push_back(static_cast<float>(i % across.width));
      down.values.push_back(static_cast<float>(i / across.width));
    }
    const Sampling sampling{random() % 2 == 0 ? Filter::bilinear : Filter::bicubic, random() % 2 == 0};
    const Fitting fitting{side(), side(), static_cast<Fit>(random() % 3), sampling, -1, 0};
    const Fitted from_x = fit(Rows(across), fitting);
    const Fitted from_y = fit(Rows(down), fitting);
    for (int y = 0; y < fitting.height; y += 3) {
      for (int x = 0; x < fitting.width; x += 3) {
        const double u = from_x.mapping.x(x + 0.5) - 0.5;
        const double v = from_x.mapping.y(y + 0.5) - 0.5;
        // Filters nearly keep ramps, away from the borders.
        if (u < 6 || v < 6 || u > across.width - 7 || v > across.height - 7) continue;
        REQUIRE(at(from_x.plane, x, y) == approx(u).margin(0.1));
        REQUIRE(at(from_y.plane, x, y) == approx(v).margin(0.1));
      }
    }
  }
}

TEST_CASE("rows that are looked up give what the plane gives") {
  Source source;
  source.width = 67;
  source.height = 45;
  std::mt19937 random(6);
  std::vector<float> table(65536);
  for (float& level : table) level = static_cast<float>(random() % 1000) / 1000.0F;
  Plane plane{67, 45, {}};
  for (int i = 0; i < 67 * 45; ++i) {
    source.samples.push_back(static_cast<std::uint16_t>(random()));
    plane.values.push_back(table[source.samples.back()]);
  }
  const Fit way = GENERATE(Fit::stretch, Fit::letterbox, Fit::centre_crop);
  const Filter filter = GENERATE(Filter::nearest, Filter::bilinear, Filter::bicubic, Filter::area);
  for (const int side : {16, 45, 101}) {
    const Fitting fitting{side, side, way, {filter, true}, 0.5F, 0};
    CHECK(fit(Rows(source, table), fitting).plane.values == fit(Rows(plane), fitting).plane.values);
  }
}

TEST_CASE("fits refuse what cannot be") {
  const Plane plane = places(4, 4);
  CHECK_THROWS_AS(fit(Rows(plane), {0, 4, Fit::stretch, {}, 0, 0}), std::logic_error);
  CHECK_THROWS_AS(fit(Rows(plane), {8, 8, Fit::centre_crop, {}, 0, 7}), std::logic_error);
  CHECK_THROWS_AS(fit(Rows(Plane{}), {8, 8, Fit::letterbox, {}, 0, 0}), std::logic_error);
}
