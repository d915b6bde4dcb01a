// SPDX-License-Identifier: Apache-2.0
#include "study/image_list.hpp"

#include "catch.hpp"

using namespace cxrval::study;

TEST_CASE("a list of images is in the order of their ids and keeps each once") {
  ImageList list;
  CHECK(list.add({"b", "p1", std::nullopt}));
  CHECK(list.add({"a", "p2", std::nullopt}));
  CHECK(list.add({"b", "p1", PixelSize{10, 20}}));
  CHECK_FALSE(list.add({"b", "p2", std::nullopt}));
  list.sort();
  REQUIRE(list.images().size() == 2);
  CHECK(list.images()[0].id == "a");
  CHECK(list.images()[1].copies == 2);
  CHECK(list.images()[1].size == PixelSize{10, 20});
  CHECK(list.find("b") == 1U);
  CHECK_FALSE(list.find("c").has_value());
}

TEST_CASE("an image is in one fold") {
  ImageList list;
  CHECK(list.add({"a", "p1", std::nullopt, 1, "1"}));
  CHECK(list.add({"a", "p1", std::nullopt, 1, "1"}));
  CHECK_FALSE(list.add({"a", "p1", std::nullopt, 1, "2"}));
}

TEST_CASE("an image that is not in the list has a reason") {
  ImageList list;
  list.exclude("x", "image_not_pa");
  CHECK(list.left_out("x"));
  CHECK(list.why_not("x") == "image_not_pa");
  CHECK(list.why_not("y") == "image_not_listed");
}

TEST_CASE("images of one patient have one number, and one without a patient its own") {
  const std::vector<ListedImage> images{{"a", "p", std::nullopt},
                                        {"b", "", std::nullopt},
                                        {"c", "q", std::nullopt},
                                        {"d", "p", std::nullopt},
                                        {"e", "", std::nullopt}};
  CHECK(patient_numbers(images) == std::vector<std::uint32_t>{0, 1, 2, 0, 3});
}
