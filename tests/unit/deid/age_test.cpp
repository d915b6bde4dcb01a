// SPDX-License-Identifier: Apache-2.0
#include "deid/age.hpp"

#include "catch.hpp"

using namespace cxrval::deid;

TEST_CASE("ages fall into bands of ten years, the first year and all above 89 by themselves") {
  CHECK(age_band(0) == "<1y");
  CHECK(age_band(1) == "1-9y");
  CHECK(age_band(9) == "1-9y");
  CHECK(age_band(10) == "10-19y");
  CHECK(age_band(89) == "80-89y");
  CHECK(age_band(90) == "90+y");
  CHECK(age_band(130) == "90+y");
  CHECK(age_band(131).empty());
  CHECK(age_band(-1).empty());
}

TEST_CASE("an age is the difference of the years, whatever form the birth has") {
  CHECK(age_at("1975", {2020, 3, 1}) == 45);
  CHECK(age_at("19751231", {2020, 3, 1}) == 45);
  CHECK(age_at("1975-12-31", {2020, 3, 1}) == 45);
  for (const char* birth : {"", "75", "0000", "1975-1-1", "19750231", "197x"}) CHECK_FALSE(age_at(birth, {2020, 3, 1}));
}

TEST_CASE("DICOM's Age String is read in its four units") {
  CHECK(years_of_age_string("045Y") == 45);
  CHECK(years_of_age_string("011M") == 0);
  CHECK(years_of_age_string("025M") == 2);
  CHECK(years_of_age_string("051W") == 0);
  CHECK(years_of_age_string("364D") == 0);
  CHECK(years_of_age_string("365D") == 1);
  for (const char* text : {"", "45", "45Y", "045y", "-45Y", "0450Y", "04 Y"}) {
    INFO(text);
    CHECK_FALSE(years_of_age_string(text));
  }
}
