// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/json_data_set.hpp"

#include <string>

#include "catch.hpp"

using namespace cxrval;
using namespace cxrval::dicomweb;

namespace {

std::string fault(std::string_view text) {
  const auto parsed = parse_data_sets(text, "answer");
  REQUIRE_FALSE(parsed.has_value());
  return base::to_string(parsed.error().place) + ": " + parsed.error().reason;
}

}  // namespace

TEST_CASE("values of an answer are text, and an absent attribute is not an empty one") {
  const auto parsed = parse_data_sets(R"([{"00080060": {"vr": "CS", "Value": ["CR ", "DX"]},
    "00180015": {"vr": "CS"}, "00100010": {"vr": "PN", "Value": [{"Alphabetic": "A^B", "Ideographic": "C"}]},
    "00201208": {"vr": "IS", "Value": [12]}, "00080018": {"vr": "UI", "Value": ["1.2\u0000"]},
    "00280030": {"vr": "DS", "Value": [0.139, null]}}])",
                                      "answer");
  REQUIRE(parsed);
  REQUIRE(parsed->size() == 1);
  const JsonDataSet& first = parsed->front();
  CHECK(first.text(0x00080060) == "CR \\DX");
  CHECK(first.text(0x00180015) == "");
  CHECK_FALSE(first.text(0x00185101).has_value());
  CHECK(first.text(0x00100010) == "A^B");
  CHECK(first.text(0x00201208) == "12");
  CHECK(first.text(0x00080018) == "1.2");
  CHECK(first.text(0x00280030) == "0.139\\");
  CHECK(first.items(0x00081199).empty());
}

TEST_CASE("sequences hold data sets, to a depth") {
  const auto parsed = parse_data_sets(
      R"({"00081199": {"vr": "SQ", "Value": [{"00081155": {"vr": "UI", "Value": ["1.2"]}}, {}, 5]}})", "answer");
  REQUIRE(parsed);
  const auto& items = parsed->front().items(0x00081199);
  REQUIRE(items.size() == 2);
  CHECK(items[0].text(0x00081155) == "1.2");

  std::string deep = "{}";
  for (int i = 0; i < 12; ++i) deep = R"({"00081199":{"vr":"SQ","Value":[)" + deep + "]}}";
  const auto bounded = parse_data_sets(deep, "answer");
  REQUIRE(bounded);
  int depth = 1;
  for (const JsonDataSet* at = &bounded->front(); !at->items(0x00081199).empty(); ++depth) {
    at = &at->items(0x00081199).front();
  }
  CHECK(depth == 8);
}

TEST_CASE("an answer that would fill the memory is refused before it is read") {
  const std::string reason = "is nested too deeply or has too many values";
  CHECK(fault(std::string(1'000'000, '[')).ends_with(reason));
  std::string many = "[{}";
  for (int i = 0; i < 4'000'000; ++i) many += ",{}";
  CHECK(fault(many + "]").ends_with(reason));
  // What stands inside a text is no structure.
  CHECK(parse_data_sets(
      R"([{"00080060":{"vr":"CS","Value":["\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["]}}])",
      "answer"));
}

TEST_CASE("what a study says stands behind what its image says") {
  auto parsed = parse_data_sets(
      R"([{"00080060":{"vr":"CS","Value":["CR"]}},{"00080060":{"vr":"CS","Value":["DX"]},"00100020":{"vr":"LO","Value":["7"]}}])",
      "answer");
  REQUIRE(parsed);
  (*parsed)[0].add((*parsed)[1]);
  CHECK((*parsed)[0].text(0x00080060) == "CR");
  CHECK((*parsed)[0].text(0x00100020) == "7");
}

TEST_CASE("an answer without a body has no data sets") {
  const auto parsed = parse_data_sets(" \r\n", "answer");
  REQUIRE(parsed);
  CHECK(parsed->empty());
}

TEST_CASE("what is no answer is named with its place") {
  CHECK(fault("[{}\n,]") == "answer:2:2: is no JSON");
  CHECK(fault("<html>") == "answer:1:1: is no JSON");
  CHECK(fault("[{\"a\": 1e999}]").ends_with("is no JSON"));
  CHECK(fault("[1]") == "answer:1:1: is no list of data sets");
  CHECK(fault("7") == "answer:1:1: is no list of data sets");
}

TEST_CASE("members that are no attributes are left out") {
  const auto parsed = parse_data_sets(R"([{"PatientID": {"vr":"LO","Value":["7"]}, "0010002": {}, "0010002G": {},
    "00100020": "7", "00100040": {"Value": "M"}}])",
                                      "answer");
  REQUIRE(parsed);
  CHECK_FALSE(parsed->front().text(0x00100020).has_value());
  CHECK(parsed->front().text(0x00100040) == "");
}
