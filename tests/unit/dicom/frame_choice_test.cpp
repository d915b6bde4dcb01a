// SPDX-License-Identifier: Apache-2.0
#include "dicom/frame_choice.hpp"

#include "base/error.hpp"
#include "catch.hpp"

using namespace cxrval;
using dicom::FrameChoice;

TEST_CASE("no choice takes the one frame that there is, and none of several") {
  const FrameChoice none = FrameChoice::parse("");
  CHECK_FALSE(none.is_made());
  CHECK(none.of(1)->begin == 0);
  CHECK(none.of(1)->end == 1);
  CHECK(none.of(2).error().reason == "more than one frame; choose with --frame");
}

TEST_CASE("a frame is chosen by its number from 1, or each") {
  const FrameChoice third = FrameChoice::parse("3");
  CHECK(third.is_made());
  CHECK(third.of(5)->begin == 2);
  CHECK(third.of(5)->end == 3);
  const FrameChoice each = FrameChoice::parse("each");
  CHECK(each.is_made());
  CHECK(each.of(5)->begin == 0);
  CHECK(each.of(5)->end == 5);
}

TEST_CASE("anything else is no choice") {
  for (const char* text : {"0", "-1", "1.5", "all", " 1", "99999999999"}) {
    CHECK_THROWS_AS(FrameChoice::parse(text), base::UsageError);
  }
}
