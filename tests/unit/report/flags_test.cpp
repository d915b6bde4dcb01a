// SPDX-License-Identifier: Apache-2.0
#include "report/flags.hpp"

#include "catch.hpp"
#include "svg_reader.hpp"

#include <random>

using namespace cxrval::report;
using namespace cxrval::report::test;

namespace {

bool crosses(const Element& line, const TextBox& box) {
  const double x = line.number("x1");
  return x > box.left && x < box.right && line.number("y1") < box.bottom && line.number("y2") > box.top;
}

}  // namespace

TEST_CASE("labels of flags meet neither each other nor any line") {
  std::mt19937 random(2);
  int fitting = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<Flag> flags;
    for (std::size_t i = random() % 6; i > 0; --i) {
      flags.push_back({40 + static_cast<double>(random() % 660), std::string(1 + random() % 24, 'n'), {}});
    }
    const FlagLayout layout = flag_layout(flags, 720);
    if (!layout.fits()) continue;
    ++fitting;
    Svg svg({"flags", "Flags", "", {}, 720});
    draw_flags(svg, flags, {40, 100, 700, 200}, layout);
    const Figure figure = svg.finish(220, "", {});
    const SvgReader read(figure.svg);
    const auto boxes = text_boxes(read);
    REQUIRE(boxes.size() == flags.size());
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      REQUIRE(boxes[i].left >= 0);
      REQUIRE(boxes[i].right <= 720);
      REQUIRE(boxes[i].bottom <= 100);
      for (std::size_t j = 0; j < i; ++j) REQUIRE_FALSE(boxes[i].meets(boxes[j]));
      for (const Element& line : read.named("line")) REQUIRE_FALSE(crosses(line, boxes[i]));
    }
  }
  REQUIRE(fitting > 1000);
}

TEST_CASE("labels stand outside their lines, inside where the figure ends, and turned where only that helps") {
  const auto places = [](const std::vector<Flag>& flags) { return flag_layout(flags, 720).places; };
  const auto outside = places({{500, "high", {}}, {200, "low", {}}});
  REQUIRE_FALSE(outside[0].before);
  REQUIRE(outside[1].before);
  REQUIRE(outside[0].row == outside[1].row);
  const auto inside = places({{10, "begins", {}}, {710, "ends", {}}});
  REQUIRE_FALSE(inside[0].before);
  REQUIRE(inside[1].before);
  const auto turned = places({{200, "low", {}}, {380, "estimate", {}}, {382, "mean", {}}, {700, "high", {}}});
  REQUIRE(turned.size() == 4);
  REQUIRE(turned[3].before);
}

TEST_CASE("labels without room are left to a legend") {
  REQUIRE_FALSE(flag_layout({{350, std::string(60, 'n'), {}}}, 720).fits());
  REQUIRE(flag_layout({}, 720).height() == 0);
  REQUIRE_FALSE(flag_layout(std::vector<Flag>(7, {350, "n", {}}), 720).fits());
  REQUIRE(flag_layout({{100, "low", {}}, {600, "high", {}}}, 720).height() == 20);
}
