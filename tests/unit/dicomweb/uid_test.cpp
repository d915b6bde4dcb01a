// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/uid.hpp"

#include <string>

#include "catch.hpp"

using cxrval::dicomweb::is_uid;

TEST_CASE("a UID is digits and dots and no path") {
  CHECK(is_uid("1.2.840.10008.1.2"));
  CHECK(is_uid("2.25.007"));
  CHECK(is_uid("1"));
  CHECK(is_uid(std::string(64, '1')));
  CHECK_FALSE(is_uid(std::string(65, '1')));
  for (const char* text :
       {"", ".", "..", "../1", "1..2", ".1", "1.", "/1", "1/2", "1.2a", "1.2 ", "1.2\n", "%2e", "-1"}) {
    CHECK_FALSE(is_uid(text));
  }
  CHECK_FALSE(is_uid(std::string_view("1.2\0", 4)));
}
