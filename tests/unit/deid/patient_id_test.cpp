// SPDX-License-Identifier: Apache-2.0
#include "deid/patient_id.hpp"

#include "catch.hpp"

#include <array>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

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
  for (const char* list : {"", "Trim", "trim,", ",trim", "trim upper", "none,trim", "lower", "strip-prefix",
                           "strip-prefix:", "map:", "map:a,map:b", "trim,map:a,b"}) {
    INFO(list);
    CHECK_FALSE(PatientIdRule::parse(list));
  }
}

TEST_CASE("a prefix is taken off once, and never all of an id") {
  CHECK(normal("strip-prefix:P", "P0012") == "0012");
  CHECK(normal("strip-prefix:P", "PP12") == "P12");
  CHECK(normal("strip-prefix:P", "P") == "P");
  CHECK(normal("strip-prefix:P", "p12") == "p12");
  CHECK(normal("strip-prefix:P", " P12") == " P12");
  CHECK(normal("strip-prefix:BN-", "BN-") == "BN-");
  CHECK(normal("strip-prefix:BN-", "BN-7") == "7");
}

TEST_CASE("of several prefixes the longest that fits is taken off, however they are listed") {
  for (const char* list : {"strip-prefix:B,strip-prefix:BN", "strip-prefix:BN,strip-prefix:B"}) {
    CHECK(normal(list, "BN12") == "12");
    CHECK(normal(list, "B12") == "12");
    CHECK(normal(list, "BBN12") == "BN12");
    CHECK(PatientIdRule::parse(list)->to_string() == "strip-prefix:BN,strip-prefix:B");
  }
}

TEST_CASE("a prefix goes behind trim and upper and before the zeros") {
  for (const char* list :
       {"trim,upper,strip-prefix:bn,strip-leading-zeros", "strip-leading-zeros,strip-prefix:BN,upper,trim"}) {
    CHECK(normal(list, " bn0012 ") == "12");
    CHECK(normal(list, "0BN12") == "BN12");
    CHECK(normal(list, "BN 0012") == "12");
    CHECK(normal(list, "bn ") == "BN");
    CHECK(PatientIdRule::parse(list)->to_string() == "trim,upper,strip-prefix:BN,strip-leading-zeros");
  }
}

TEST_CASE(
    "the loosest rule sees through blanks, case, zeros and any prefix of letters and punctuation before a digit") {
  const PatientIdRule loosest = PatientIdRule::loosest();
  for (const char* id : {"12", "0012", " 12 ", "P0012", "BN-12", "bn-0012", "A.B/C_ 12", "0-12", "P0Q012"}) {
    INFO(id);
    CHECK(loosest.apply(id) == "12");
  }
  CHECK(loosest.apply("pab") == "PAB");
  CHECK(loosest.apply("12a") == "12A");
  CHECK(loosest.apply("P000") == "0");
  CHECK(loosest.apply("BN-") == "BN-");
  CHECK(loosest.apply("Đ12") != "12");
  CHECK(loosest.apply("").empty());
}

TEST_CASE("what trim, upper and strip-leading-zeros take off does not matter to the loosest rule") {
  const PatientIdRule loosest = PatientIdRule::loosest();
  for (const char* list : {"none", "trim", "upper", "strip-leading-zeros", "trim,upper,strip-leading-zeros"}) {
    for (const char* id : {"", " 0 ", "00a", "0-12", "p 0 1", "00 P12", "0a0b0", "P0Q012", " bn-0007", "-0"}) {
      INFO(list << " of " << id);
      CHECK(loosest.apply(normal(list, id)) == loosest.apply(id));
      CHECK(loosest.apply(loosest.apply(id)) == loosest.apply(id));
    }
  }
}

namespace {

PatientIdRule mapped(std::string_view list, const std::vector<std::array<const char*, 2>>& rows) {
  PatientIdRule rule = *PatientIdRule::parse(list);
  PatientIdMap map;
  for (const auto& [from, to] : rows) REQUIRE(map.add(from, to));
  rule.set_map(std::move(map), "shown.csv");
  return rule;
}

}  // namespace

TEST_CASE("a map is applied last and once, and ids that it does not have stay") {
  const PatientIdRule rule = mapped("map:ids.csv,strip-leading-zeros,trim", {{"12", "A7"}, {"A7", "12"}, {"9", "12"}});
  CHECK(rule.apply(" 0012") == "A7");
  CHECK(rule.apply("A7") == "12");
  CHECK(rule.apply("009 ") == "12");
  CHECK(rule.apply("013") == "13");
  CHECK(rule.map_file() == "ids.csv");
  CHECK(rule.to_string() == "trim,strip-leading-zeros,map:shown.csv");
  CHECK(PatientIdRule::parse("map:ids.csv,trim")->to_string() == "trim,map:ids.csv");
}

TEST_CASE("a map that says two things of one id is refused, one that says it twice is not") {
  PatientIdMap map;
  CHECK(map.add("1", "a"));
  CHECK(map.add("1", "a"));
  CHECK_FALSE(map.add("1", "b"));
  CHECK(map.find("1") == "a");
  CHECK_FALSE(map.find("2"));
}

TEST_CASE("a rule does not normalise before it has its map") {
  CHECK_THROWS_AS(PatientIdRule::parse("map:ids.csv")->apply("1"), std::logic_error);
}

TEST_CASE("an id that no rule changes is not copied") {
  const PatientIdRule rule = *PatientIdRule::parse("trim,upper,strip-prefix:P,strip-leading-zeros");
  std::string scratch;
  const std::string as_it_is = "AN-ID-THAT-IS-LONGER-THAN-A-SHORT-STRING";
  CHECK(rule.apply(as_it_is, scratch).data() == as_it_is.data());
  const std::string ends = " P000" + as_it_is + " ";
  CHECK(rule.apply(ends, scratch) == as_it_is);
  CHECK(rule.apply(ends, scratch).data() == ends.data() + 5);
  CHECK(scratch.capacity() == std::string().capacity());
  CHECK(rule.apply("p012", scratch) == "12");
}

TEST_CASE("normalising twice changes nothing more") {
  for (const char* list : {"none", "trim", "upper", "strip-leading-zeros", "trim,upper,strip-leading-zeros"}) {
    for (const char* id : {"", " 0 ", "00a", " 0b ", "x y", "0 0", "00 00"}) {
      CHECK(normal(list, normal(list, id)) == normal(list, id));
    }
  }
}

namespace {

// Of ids of one normal form.
std::size_t collisions_of(const PatientIdRule& rule, std::vector<std::string_view> ids) {
  const std::string normal = rule.apply(ids.front());
  for (const std::string_view id : ids) REQUIRE(rule.apply(id) == normal);
  return collisions(rule, ids);
}

}  // namespace

TEST_CASE("ids that differ only by what a rule removes collide, blanks apart") {
  const PatientIdRule rule = *PatientIdRule::parse("trim,strip-leading-zeros");
  CHECK(rule.apply("0012") == "12");
  CHECK(collisions_of(rule, {"0012"}) == 0);
  CHECK(collisions_of(rule, {"0012", "0012 ", " 0012"}) == 0);
  CHECK(collisions_of(rule, {"0012", "0012 ", "12", " 0012", "12"}) == 2);
  CHECK(collisions_of(rule, {"0012", "12", "012"}) == 3);
  CHECK(collisions_of(*PatientIdRule::parse("strip-prefix:P"), {"P1", "1"}) == 2);
  CHECK(collisions_of(*PatientIdRule::parse("trim,upper"), {"a", "A ", "a "}) == 2);
}

TEST_CASE("ids that a map joins do not collide, those that other rules join before it do") {
  const PatientIdRule rule = mapped("trim,strip-leading-zeros,map:ids.csv", {{"12", "7"}, {"13", "7"}});
  CHECK(collisions_of(rule, {"12", "7", "13", "12 "}) == 0);
  CHECK(collisions_of(rule, {"12", "7", "013", "13", "0012", "012"}) == 5);
  for (const char* id : {"12", "7", "13", "12 "}) CHECK(rule.apply(id) == "7");
}

TEST_CASE("collisions found bucket by bucket are those of the whole table") {
  const PatientIdRule rule = *PatientIdRule::parse("trim,upper,strip-prefix:P,strip-leading-zeros");
  const std::array<const char*, 12> parts{"", " ", "0", "00", "p", "P", "a", "A", "1", "12", "p0", "0p"};
  std::vector<std::string> ids;
  for (const char* one : parts) {
    for (const char* other : parts) {
      for (const char* third : parts) ids.push_back(std::string(one) + other + third);
    }
  }
  const PatientIdRule trim;
  std::unordered_map<std::string, std::vector<std::string_view>> buckets;
  std::unordered_map<std::string, std::set<std::string>> forms;
  for (const std::string& id : ids) {
    buckets[rule.apply(id)].push_back(id);
    forms[rule.apply(id)].insert(trim.apply(id));
  }
  std::size_t whole = 0;
  for (const auto& [normal, different] : forms) whole += different.size() > 1 ? different.size() : 0;
  std::size_t count = 0;
  for (auto& [normal, bucket] : buckets) count += collisions(rule, bucket);
  CHECK(count > 100);
  CHECK(count == whole);
}
