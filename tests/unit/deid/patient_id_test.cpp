// SPDX-License-Identifier: Apache-2.0
#include "deid/patient_id.hpp"

#include "catch.hpp"

#include <string>

using namespace cxrval::deid;

namespace {

std::string normal(std::string_view rules, std::string_view id) {
  return PatientIdRule::parse(rules)->apply(id);
}

}  // namespace

TEST_CASE("trim is the default and takes blanks, NUL and control characters off both ends") {
  CHECK(PatientIdRule().apply(" 0012  ") == "0012");
  CHECK(PatientIdRule().apply(std::string_view("AB\0", 3)) == "AB");
  CHECK(PatientIdRule().apply("\tA B\r\n") == "A B");
  CHECK(PatientIdRule().apply("   ").empty());
}

TEST_CASE("none leaves an id as it is") {
  CHECK(normal("none", " 0012a ") == " 0012a ");
}

TEST_CASE("each rule does its own work only") {
  CHECK(normal("upper", " ab0 ") == " AB0 ");
  CHECK(normal("strip-leading-zeros", "0012") == "12");
  CHECK(normal("strip-leading-zeros", "000") == "0");
  CHECK(normal("strip-leading-zeros", "").empty());
  CHECK(normal("strip-leading-zeros", " 012") == " 012");
}

TEST_CASE("rules apply in a fixed order, however they are listed") {
  CHECK(normal("strip-leading-zeros,upper,trim", "  00ab ") == "AB");
  CHECK(normal("trim,strip-leading-zeros,upper", "  00ab ") == "AB");
  CHECK(PatientIdRule::parse("upper,trim")->to_string() == "trim,upper");
  CHECK(PatientIdRule::parse("none")->to_string() == "none");
  CHECK(PatientIdRule().to_string() == "trim");
}

TEST_CASE("bytes beyond ASCII stay as they are") {
  CHECK(normal("trim,upper", "đ1é") == "đ1é");
}

TEST_CASE("a list with any other word is no rule") {
  for (const char* list : {"", "Trim", "trim,", ",trim", "trim upper", "none,trim", "lower"}) {
    INFO(list);
    CHECK_FALSE(PatientIdRule::parse(list));
  }
}

TEST_CASE("normalising twice changes nothing more") {
  for (const char* list : {"none", "trim", "upper", "strip-leading-zeros", "trim,upper,strip-leading-zeros"}) {
    for (const char* id : {"", " 0 ", "00a", " 0b ", "x y", "0 0", "00 00"}) {
      CHECK(normal(list, normal(list, id)) == normal(list, id));
    }
  }
}

TEST_CASE("ids that differ only by what a rule removes collide, blanks apart") {
  CollisionCheck check(*PatientIdRule::parse("trim,strip-leading-zeros"));
  CHECK(check.add("0012") == "12");
  check.add("0012 ");
  check.add("7");
  CHECK(check.collisions() == 0);
  check.add("12");
  CHECK(check.collisions() == 2);
  check.add("012");
  CHECK(check.collisions() == 3);
}
