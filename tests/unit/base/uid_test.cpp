// SPDX-License-Identifier: Apache-2.0
#include "base/uid.hpp"

#include "catch.hpp"

using namespace cxrval;

TEST_CASE("a UUID becomes the number that it is, with the bits of version 8") {
  CHECK(base::uid_of_uuid({}) == "2.25.604472133179351442128896");  // 00000000-0000-8000-8000-000000000000
  std::array<std::uint8_t, 16> ones;
  ones.fill(0xff);
  CHECK(base::uid_of_uuid(ones) == "2.25.340282366920937934553716840013076889599");  // ffffffff-ffff-8fff-bfff-...
}

TEST_CASE("every UID that is made is one") {
  for (int byte = 0; byte < 256; ++byte) {
    std::array<std::uint8_t, 16> uuid;
    uuid.fill(static_cast<std::uint8_t>(byte));
    CHECK(base::is_uid(base::uid_of_uuid(uuid)));
  }
}

TEST_CASE("what could be a path or is no number is no UID") {
  for (const char* text : {"1", "1.2.840.10008.1.1", "2.25.0", "1.02"}) CHECK(base::is_uid(text));
  for (const char* text : {"", ".", "..", "1.", ".1", "1..2", "1/2", "1.2 ", "a", "../1"})
    CHECK_FALSE(base::is_uid(text));
  CHECK(base::is_uid(std::string(64, '1')));
  CHECK_FALSE(base::is_uid(std::string(65, '1')));
}
