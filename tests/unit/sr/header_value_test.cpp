// SPDX-License-Identifier: Apache-2.0
#include "sr/header_value.hpp"

#include "catch.hpp"

#include <stdexcept>

using namespace cxrval;

namespace {

bool valid(std::string_view keyword, std::string_view value) {
  return sr::is_valid_value(sr::header_elements[sr::header_index(keyword)], value);
}

}  // namespace

TEST_CASE("values keep to the form of their representation") {
  for (const char* keyword : {"StudyDate", "PatientBirthDate"}) {
    CHECK(valid(keyword, "20201231"));
    for (const char* value : {"UNKNOWN", "20200230", "2020.12.31", "2020", "202012310"})
      CHECK_FALSE(valid(keyword, value));
  }
  for (const char* value : {"12", "1230", "123059", "123059.123456"}) CHECK(valid("StudyTime", value));
  for (const char* value : {"24", "12:30", "123059.1234567", "x"}) CHECK_FALSE(valid("StudyTime", value));
  CHECK(valid("PatientAge", "045Y"));
  for (const char* value : {"45Y", "045y", "045", "45 Y"}) CHECK_FALSE(valid("PatientAge", value));
  for (const char* value : {"M", "F", "O"}) CHECK(valid("PatientSex", value));
  CHECK_FALSE(valid("PatientSex", "MALE"));
  for (const char* value : {"70", "+1.75", "7e1"}) CHECK(valid("PatientWeight", value));
  for (const char* value : {"70kg", "1,75", "1.2345678901234567"}) CHECK_FALSE(valid("PatientWeight", value));
}

TEST_CASE("lengths are in characters, not in bytes") {
  std::string name;
  for (int i = 0; i < 64; ++i) name += "ễ";
  CHECK(valid("PatientID", name));
  CHECK_FALSE(valid("PatientID", name + "a"));
  CHECK(valid("PatientName", name + "=" + name + "=" + name));
  CHECK_FALSE(valid("PatientName", "a=b=c=d"));
  CHECK_FALSE(valid("PatientName", name + "a"));
  CHECK(valid("AccessionNumber", "0123456789abcdef"));
  CHECK_FALSE(valid("AccessionNumber", "0123456789abcdefg"));
}

TEST_CASE("several values and control characters are refused, an empty value is not") {
  for (const sr::HeaderElement& element : sr::header_elements) {
    CHECK(sr::is_valid_value(element, ""));
    CHECK_FALSE(sr::is_valid_value(element, "1\\2"));
    CHECK_FALSE(sr::is_valid_value(element, "\x1b"));
  }
}

TEST_CASE("an element that is not taken has no place") {
  CHECK(sr::header_elements[sr::header_index("PatientID")].tag == 0x00100020);
  CHECK_THROWS_AS(sr::header_index("Rows"), std::logic_error);
}
