// SPDX-License-Identifier: Apache-2.0
#include "dicom/text.hpp"

#include "catch.hpp"

using namespace cxrval::dicom;

TEST_CASE("ASCII needs no character set") {
  CHECK(to_utf8("A-0012", "") == "A-0012");
  CHECK(to_utf8("A-0012", "no such set") == "A-0012");
}

TEST_CASE("declared character sets become UTF-8") {
  CHECK(to_utf8("M\xFCller", "ISO_IR 100") == "M\xC3\xBCller");
  CHECK(to_utf8("Ng\xC3\xB4", "ISO_IR 192") == "Ng\xC3\xB4");
}

TEST_CASE("what is not in the declared set is nothing, never a guess") {
  CHECK_FALSE(to_utf8("M\xFCller", ""));
  CHECK_FALSE(to_utf8("M\xFCller", "ISO_IR 192"));
  CHECK_FALSE(to_utf8("M\xFCller", "ISO_IR 999"));
  CHECK_FALSE(to_utf8("Ng\xC3\xB4", ""));
}

TEST_CASE("UTF-8 is checked as RFC 3629 says") {
  CHECK(is_utf8(""));
  CHECK(is_utf8("\xE1\xBA\xA1 \xF0\x9F\x98\x80"));
  CHECK_FALSE(is_utf8("\xC0\x80"));
  CHECK_FALSE(is_utf8("\xE0\x80\x80"));
  CHECK_FALSE(is_utf8("\xED\xA0\x80"));
  CHECK_FALSE(is_utf8("\xF4\x90\x80\x80"));
  CHECK_FALSE(is_utf8("\xF5\x80\x80\x80"));
  CHECK_FALSE(is_utf8("\xE1\xBA"));
  CHECK_FALSE(is_utf8("\x80"));
}
