// SPDX-License-Identifier: Apache-2.0
#include "provenance/checkpoint.hpp"

#include "catch.hpp"

#include <string>

using namespace cxrval::provenance;

namespace {

Checkpoint example() {
  Account account{"images", "ok", 9, 4, {{"not_cxr", 2}}, 1, {{"damaged \"header\"", 2}}};
  return {"id", 12, "abc", {{"output", {100, 9, "ab"}}, {"boxes", {17, 0, "cd"}}}, {account}};
}

}  // namespace

TEST_CASE("a checkpoint reads back as it was written, from one line") {
  const std::string line = to_line(example());
  REQUIRE(line.back() == '\n');
  CHECK(line.find('\n') == line.size() - 1);
  const auto read = parse_checkpoint(line.substr(0, line.size() - 1));
  REQUIRE(read);
  CHECK(read->identity == "id");
  CHECK(read->inputs == 12);
  CHECK(read->inputs_sha256 == "abc");
  CHECK(read->outputs == example().outputs);
  REQUIRE(read->accounts.size() == 1);
  CHECK(to_json(read->accounts.front()) == to_json(example().accounts.front()));
}

TEST_CASE("what is no whole checkpoint is none") {
  const std::string line = to_line(example());
  for (std::size_t size = 0; size + 1 < line.size(); ++size) CHECK_FALSE(parse_checkpoint(line.substr(0, size)));
  CHECK_FALSE(parse_checkpoint("[]"));
  CHECK_FALSE(parse_checkpoint("{}"));
}
