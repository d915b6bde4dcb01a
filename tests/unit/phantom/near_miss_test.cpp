// SPDX-License-Identifier: Apache-2.0
#include "phantom/near_miss.hpp"

#include "catch.hpp"

using namespace cxrval::phantom;

TEST_CASE("placeholder") {
  CHECK(true);
}
