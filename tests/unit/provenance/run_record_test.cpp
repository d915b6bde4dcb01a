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
