// SPDX-License-Identifier: Apache-2.0
#include "provenance/run_record.hpp"

#include "catch.hpp"

using namespace cxrval::provenance;

TEST_CASE("a run record says what went in, what came out and what became of each record") {
  RunRecord record;
  record.tool = "match";
  record.version = "1.2.3";
  record.arguments = {"--results", "ai \"x\".csv", "-"};
  record.seed = 12345678901234567890ULL;
  record.inputs.push_back({"REPORTS", "-", "00ff", 12, 3, std::nullopt});
  record.accounts.push_back({"studies", "paired", 5, 3, {{"AI_INVALID", 1}}, 0, {{"not a time", 1}}});
  const std::string json = to_json(record);
  CHECK_THAT(json, contains("\"seed\": \"12345678901234567890\""));
  CHECK_THAT(json, contains("\"ai \\\"x\\\".csv\""));
  CHECK_THAT(json, contains("\"records\": 3"));
  CHECK_THAT(json, contains("\"AI_INVALID\": 1"));
  CHECK(json.back() == '\n');
}

TEST_CASE("a path that is no UTF-8 does not stop the record") {
  RunRecord record;
  record.arguments = {"\xff.csv"};
  CHECK_THAT(to_json(record), contains(".csv"));
}

namespace {

RunRecord example() {
  RunRecord record;
  record.tool = "match";
  record.version = "1.2.3";
  record.arguments = {"--results", "ai \"x\".csv", "-"};
  record.seed = 12345678901234567890ULL;
  record.settings = {{"window", "24h:24h"}, {"map", ""}};
  record.inputs.push_back({"REPORTS", "-", "00ff", 12, 3, std::nullopt});
  record.outputs.push_back({"output", "a/b", "ff00", 9, std::nullopt, 7});
  record.accounts.push_back({"studies", "paired", 5, 3, {{"AI_INVALID", 1}}, 0, {{"not a time", 1}}});
  record.exit_code = 3;
  record.started = "2021-01-02T03:04:05Z";
  record.finished = "2021-01-02T03:04:06Z";
  return record;
}

}  // namespace

TEST_CASE("a run record reads back as it was written") {
  const auto read = parse_run_record(to_json(example()));
  REQUIRE(read);
  CHECK(to_json(*read) == to_json(example()));
  CHECK(read->seed == example().seed);
  RunRecord without = example();
  without.seed.reset();
  CHECK_FALSE(parse_run_record(to_json(without))->seed);
}

TEST_CASE("what is no whole run record is none") {
  const std::string json = to_json(example());
  for (std::size_t size = 0; size + 1 < json.size(); ++size) CHECK_FALSE(parse_run_record(json.substr(0, size)));
  for (const std::string text : {"", "[]", "{}", "null", "7"}) CHECK_FALSE(parse_run_record(text));
}

TEST_CASE("a number that is no count makes no record") {
  const std::string json = to_json(example());
  const std::string good = "\"bytes\": 12";
  for (const std::string bad : {"-1", "1.5", "1e300", "\"12\"", "null", "99999999999999999999", "[]"}) {
    std::string changed = json;
    changed.replace(changed.find(good), good.size(), "\"bytes\": " + bad);
    CHECK_FALSE(parse_run_record(changed));
  }
}
