// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"

#include "base/error.hpp"
#include "cli/description.hpp"

#include "catch.hpp"

#include <tuple>

using namespace cxrval;
using cli::Description;
using Texts = std::vector<std::string>;

namespace {

struct Parsed {
  std::string input;
  Texts rest;
  Texts codes;
  bool flag = false;

  Description tool{.name = "tool",
                   .purpose = "do it",
                   .version = "1",
                   .arguments = {{"IN", "", "", false, [this](const Texts& given) { input = given.back(); }},
                                 {"MORE", "", "-", true, [this](const Texts& given) { rest = given; }}},
                   .options = {{.name = "threshold",
                                .short_name = 't',
                                .metavar = "N",
                                .set = [this](const Texts& given) { codes = given; }},
                               {.name = "kind", .metavar = "a|b", .words = {"a", "b"}, .set = [](const Texts&) {}},
                               {.name = "flag", .set = [this](const Texts&) { flag = true; }}},
                   .examples = {},
                   .sections = {}};
  void operator()(const Texts& command_line) { cli::parse(tool, command_line); }
};

}  // namespace

TEST_CASE("positional arguments, options and switches are read in any order") {
  Parsed parse;
  parse({"--flag", "one", "-t", "-0.5", "two", "-", "--threshold=7"});
  CHECK(parse.input == "one");
  CHECK(parse.rest == Texts{"two", "-"});
  CHECK(parse.codes == Texts{"-0.5", "7"});
  CHECK(parse.flag);
}

TEST_CASE("an argument that is not given has its default") {
  Parsed parse;
  parse({"one"});
  CHECK(parse.rest == Texts{"-"});
  CHECK_THROWS_WITH(parse({}), "no IN given; try --help");
}

TEST_CASE("options are never guessed, but the nearest one is named") {
  Parsed parse;
  CHECK_THROWS_WITH(parse({"one", "--thresh", "1"}), "unknown option --thresh; did you mean --threshold?");
  CHECK_THROWS_WITH(parse({"one", "--flga"}), "unknown option --flga; did you mean --flag?");
  CHECK_THROWS_WITH(parse({"one", "--quite-other"}), "unknown option --quite-other; try --help");
}

TEST_CASE("a value too few, too many or of another kind is wrong usage") {
  Parsed parse;
  CHECK_THROWS_AS(parse({"one", "--threshold"}), base::UsageError);
  CHECK_THROWS_AS(parse({"one", "--flag=1"}), base::UsageError);
  CHECK_THROWS_WITH(parse({"one", "--kind", "c"}), "--kind is one of a, b");
}

TEST_CASE("a tool can tell a default from the same value on the command line") {
  const auto run = [](std::vector<std::string> words) {
    cli::Given<int> count{300};
    cli::Given<double> share{0.28};
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    const int status = cli::App("tool", "do it")
                           .option("count", "N", count, "how many")
                           .option("share", "P", share, "how much")
                           .run(static_cast<int>(argv.size()), argv.data(), [](cli::Run&) {});
    return std::tuple(status, count.value, count.given, share.value, share.given);
  };
  CHECK(run({"tool"}) == std::tuple(0, 300, false, 0.28, false));
  CHECK(run({"tool", "--count", "300", "--share=0.5"}) == std::tuple(0, 300, true, 0.5, true));
  CHECK(std::get<0>(run({"tool", "--count", "many"})) == 2);
}

TEST_CASE("a tool can tell a default from the same text or word on the command line") {
  const auto run = [](std::vector<std::string> words) {
    cli::Given<std::string> key{"id"}, kind{"a"};
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    const int status = cli::App("tool", "do it")
                           .option("key", "COLUMN", key, "by what")
                           .choice("kind", {"a", "b"}, kind, "which")
                           .run(static_cast<int>(argv.size()), argv.data(), [](cli::Run&) {});
    return std::tuple(status, key.value, key.given, kind.value, kind.given);
  };
  CHECK(run({"tool"}) == std::tuple(0, "id", false, "a", false));
  CHECK(run({"tool", "--key", "id", "--kind=a"}) == std::tuple(0, "id", true, "a", true));
  CHECK(run({"tool", "--key=other", "--kind", "b"}) == std::tuple(0, "other", true, "b", true));
  CHECK(std::get<0>(run({"tool", "--kind", "c"})) == 2);
}

TEST_CASE("a manual page escapes what roff would read") {
  Description tool{.name = "a-b",
                   .purpose = ".x \\ y",
                   .version = "1",
                   .arguments = {},
                   .options = {},
                   .examples = {{"a-b", "does"}},
                   .sections = {{"How", "first\n  kept  form\nlast"}}};
  const std::string page = cli::man_page(tool);
  CHECK_THAT(page, contains("a\\-b \\- \\&.x \\e y"));
  CHECK_THAT(page, contains(".SH HOW\nfirst\n.nf\n  kept  form\n.fi\nlast\n"));
}
