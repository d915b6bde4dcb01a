// SPDX-License-Identifier: Apache-2.0
#include "cli/id_rule.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "cli/settings.hpp"

#include "catch.hpp"

#include <unistd.h>
#include <cstdio>
#include <filesystem>
#include <string>

using namespace cxrval;

namespace {

class MapFile {
 public:
  explicit MapFile(const std::string& bytes) {
    ::close(::mkstemp(path_.data()));
    const auto sink = base::open_sink(path_);
    sink->write(bytes);
    sink->close();
  }
  ~MapFile() { std::remove(path_.c_str()); }
  MapFile(const MapFile&) = delete;
  MapFile& operator=(const MapFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_ = std::filesystem::temp_directory_path() / "cxrval-map-XXXXXX";
};

deid::PatientIdRule with_map(const std::string& rules, const std::string& table) {
  const MapFile file(table);
  cli::Settings settings;
  settings.output = "/dev/null";
  cli::Run run("tool", "1", {}, settings);
  deid::PatientIdRule rule = cli::parse_id_rule(rules + "map:" + file.path());
  cli::read_id_map(rule, run);
  return rule;
}

}  // namespace

TEST_CASE("a map of ids is any table with columns from and to, in the form of the other rules") {
  const auto rule = with_map("trim,strip-leading-zeros,", "to,note,from\n 007,x,0012\nA,y, 13 \n");
  CHECK(rule.apply("12") == "7");
  CHECK(rule.apply("00012") == "7");
  CHECK(rule.apply("13") == "A");
  CHECK(rule.apply("14") == "14");
  CHECK(with_map("", "{\"from\":\"1\",\"to\":\"2\"}\n").apply("1") == "2");
}

TEST_CASE("a map that cannot be taken whole is an error that tells the place and no id") {
  CHECK_THROWS_WITH(with_map("", "from,other\n1,2\n"), contains("no column to"));
  CHECK_THROWS_WITH(with_map("", "from,to\n1,2\n1,3\n"), contains("this id is mapped to another one further up"));
  CHECK_THROWS_WITH(with_map("strip-leading-zeros,", "from,to\n1,2\n01,3\n"), contains("further up"));
  CHECK_NOTHROW(with_map("strip-leading-zeros,", "from,to\n1,2\n01,02\n"));
  CHECK_THROWS_WITH(with_map("trim,", "from,to\n ,2\n"), contains("no id"));
  CHECK_THROWS_WITH(with_map("", "from,to\n1,\n"), contains("no id"));
  CHECK_THROWS_AS(with_map("", "from,to\n1,2\n3\n"), base::Error);
  CHECK_THROWS_AS(with_map("", "from,to\n1,2\n3,4"), base::Error);
  try {
    with_map("", "from,to\n8713,2\n8713,3\n");
    FAIL("two meanings of one id are taken");
  } catch (const base::Error& error) {
    CHECK(error.place().line == 3);
    CHECK(error.place().column == 1);
    CHECK_THAT(error.reason(), !contains("8713"));
  }
}

TEST_CASE("a list of rules that is none is wrong usage") {
  CHECK_THROWS_AS(cli::parse_id_rule("lower"), base::UsageError);
  CHECK(cli::parse_id_rule("none").to_string() == "none");
}
