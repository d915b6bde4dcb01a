// SPDX-License-Identifier: Apache-2.0
#include "lesion/image_names.hpp"

#include "base/error.hpp"

#include "catch.hpp"

using namespace cxrval;
using lesion::ImageNames;
using lesion::ImageNaming;

TEST_CASE("a file's stem is its name without folders and one known ending") {
  CHECK(lesion::stem("a/b/00000013_005.png") == "00000013_005");
  CHECK(lesion::stem("a\\b\\x.dicom") == "x");
  CHECK(lesion::stem("x.jpeg") == "x");
  CHECK(lesion::stem("x.png.dcm") == "x.png");
  CHECK(lesion::stem("A.DCM") == "A");
  CHECK(lesion::stem("x.Dicom") == "x");
  CHECK(lesion::stem(".PNG") == ".PNG");
  CHECK(lesion::stem("1.2.840.10008") == "1.2.840.10008");
  CHECK(lesion::stem("x.txt") == "x.txt");
  CHECK(lesion::stem(".png") == ".png");
  CHECK(lesion::stem("a/").empty());
}

TEST_CASE("ids are never cut") {
  ImageNames names(lesion::parse_naming("id"));
  CHECK(names.of("a/x.png", {}) == "a/x.png");
  CHECK(names.of("x.png", {}) == "x.png");
}

TEST_CASE("two files of one stem are an error, one file that stands twice is none") {
  ImageNames names(lesion::parse_naming("file_name"));
  CHECK(names.of("a/x.png", {}) == "x");
  CHECK(names.of("a/x.png", {}) == "x");
  CHECK(names.of("y.png", {}) == "y");
  CHECK_THROWS_WITH(names.of("b/x.png", {"truth.csv", 4, 1}), contains("truth.csv:4:1"));
  CHECK_THROWS_AS(names.of("y.jpg", {}), base::Error);
}
