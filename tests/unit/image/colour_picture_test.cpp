// SPDX-License-Identifier: Apache-2.0
#include "image/colour_picture.hpp"

#include "catch.hpp"

#include <cmath>
#include <limits>
#include <string>

using namespace cxrval::image;

namespace {

ColourPicture grey(int width, int height, float level = 0) {
  return grey_picture({width, height, std::vector<float>(static_cast<std::size_t>(width * height), level)});
}

std::array<int, 3> at(const ColourPicture& picture, int x, int y) {
  const auto place = static_cast<std::size_t>(3 * (y * picture.width + x));
  return {picture.rgb[place], picture.rgb[place + 1], picture.rgb[place + 2]};
}

// Rows of # where the picture is not black.
std::string drawn(const ColourPicture& picture) {
  std::string text;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) text += at(picture, x, y) == std::array<int, 3>{0, 0, 0} ? '.' : '#';
    text += '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("a plane becomes grey levels, clamped and rounded") {
  const ColourPicture picture = grey_picture({5, 1, {-1, 0.5F, 1, 7, std::nanf("")}});
  CHECK(picture.rgb == std::vector<std::uint8_t>{0, 0, 0, 128, 128, 128, 255, 255, 255, 255, 255, 255, 0, 0, 0});
}

TEST_CASE("an outline covers the pixels that its box touches, from the inside") {
  ColourPicture picture = grey(7, 5);
  draw_outline(picture, {1.2, 0, 5.1, 4}, {255, 0, 0}, 1);
  CHECK(drawn(picture) ==
        ".#####.\n"
        ".#...#.\n"
        ".#...#.\n"
        ".#####.\n"
        ".......\n");
}

TEST_CASE("of an outline that leaves the picture the rest is drawn") {
  ColourPicture picture = grey(4, 3);
  draw_outline(picture, {-1e9, 1, 2, std::numeric_limits<double>::infinity()}, {255, 0, 0}, 1);
  CHECK(drawn(picture) ==
        "....\n"
        "##..\n"
        ".#..\n");
}

TEST_CASE("a thick outline does not leave its box") {
  ColourPicture picture = grey(5, 4);
  draw_outline(picture, {1, 1, 3, 3}, {255, 0, 0}, 9);
  CHECK(drawn(picture) ==
        ".....\n"
        ".##..\n"
        ".##..\n"
        ".....\n");
}

TEST_CASE("a map is red where it is positive, blue where it is negative, and half as strong as the picture at most") {
  ColourPicture picture = grey(2, 1, 1);
  lay_over(picture, {2, 1, {5, -0.25}}, 0.5);
  CHECK(at(picture, 0, 0) == std::array<int, 3>{255, 128, 128});
  CHECK(at(picture, 1, 0) == std::array<int, 3>{191, 207, 255});
}

TEST_CASE("between the middles of cells a map is interpolated, beyond them it is flat") {
  ColourPicture picture = grey(8, 1);
  lay_over(picture, {2, 1, {0, 1}}, 1);
  CHECK(at(picture, 0, 0)[0] == 0);
  CHECK(at(picture, 1, 0)[0] == 0);
  CHECK(at(picture, 3, 0)[0] == 48);
  CHECK(at(picture, 7, 0)[0] == 128);
}

TEST_CASE("a map of no numbers leaves the picture as it is") {
  ColourPicture picture = grey(3, 3, 0.5F);
  const ColourPicture before = picture;
  lay_over(picture, {1, 1, {std::nan("")}}, 1);
  CHECK(picture.rgb == before.rgb);
}
