// SPDX-License-Identifier: Apache-2.0
#include "validation-report/records.hpp"

#include "catch.hpp"

#include <string>
#include <vector>

using namespace cxrval;
using namespace cxrval::validation_report;
using provenance::RunRecord;

namespace {

RunRecord record(const std::string& tool, const std::vector<std::string>& inputs,
                 const std::vector<std::string>& outputs, const std::string& started = "") {
  RunRecord made;
  made.tool = tool;
  made.started = started;
  for (const std::string& hash : inputs) made.inputs.push_back({"in", "", hash, 0, {}, {}});
  for (const std::string& hash : outputs) made.outputs.push_back({"out", "", hash, 0, {}, {}});
  return made;
}

std::vector<std::string> tools(const Records& records) {
  std::vector<std::string> names;
  for (const RunRecord& each : records.chain()) names.push_back(each.tool);
  return names;
}

}  // namespace

TEST_CASE("the chain is what leads to the tables, in the order of its work") {
  const std::vector<RunRecord> all{record("bootstrap-f1", {"pairs"}, {"metrics"}),
                                   record("his-extract", {"folder"}, {"reports"}),
                                   record("his-extract", {"folder"}, {"other reports"}),
                                   record("match", {"labels", "ai"}, {"pairs"}),
                                   record("label-reports", {"reports"}, {"labels"}),
                                   record("cxr-infer", {"images"}, {"ai"}),
                                   record("bootstrap-f1", {"pairs"}, {"metrics of another seed"})};
  const Records records(all, {"metrics"});
  CHECK(tools(records) ==
        std::vector<std::string>{"his-extract", "label-reports", "cxr-infer", "match", "bootstrap-f1"});
  CHECK(records.find("his-extract")->outputs.front().sha256 == "reports");
  CHECK(records.find("plan-study") == nullptr);
  CHECK(records.maker("metrics")->tool == "bootstrap-f1");
  CHECK(records.maker("metrics of another seed") == nullptr);
}

TEST_CASE("of runs that made the same bytes the one that made most of what is wanted counts") {
  const std::vector<RunRecord> all{record("match", {"ai"}, {"pairs"}, "1"),
                                   record("match", {"ai"}, {"flow", "pairs"}, "2")};
  const Records records(all, {"pairs", "flow"});
  REQUIRE(records.chain().size() == 1);
  CHECK(records.chain().front().started == "2");
}

TEST_CASE("of equal runs the first one counts, whatever the order of their files") {
  const std::vector<RunRecord> forward{record("match", {"ai"}, {"pairs"}, "1"),
                                       record("match", {"ai"}, {"pairs"}, "2")};
  const std::vector<RunRecord> backward{forward[1], forward[0]};
  for (const auto& all : {forward, backward}) {
    const Records records(all, {"pairs"});
    REQUIRE(records.chain().size() == 1);
    CHECK(records.chain().front().started == "1");
  }
}

TEST_CASE("runs that read what they made end") {
  const std::vector<RunRecord> all{record("a", {"x", "y"}, {"x"}), record("b", {"x"}, {"y"})};
  CHECK(tools(Records(all, {"x"})) == std::vector<std::string>{"a", "b"});
  CHECK(Records(all, {}).empty());
  CHECK(Records({}, {"x"}).empty());
}
