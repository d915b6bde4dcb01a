// SPDX-License-Identifier: Apache-2.0
#include "label/warning_words.hpp"

#include "base/error.hpp"
#include "catch.hpp"

using namespace cxrval;

namespace {

std::vector<label::WarningWord> read(const std::string& text) {
  const auto source = base::memory_source(text, "w.tsv");
  return label::read_warning_words(*source);
}

}  // namespace

TEST_CASE("the built-in words are those of data/label/words.tsv") {
  const auto source = base::open_source(std::string(CXRVAL_SOURCE_DIR) + "/data/label/words.tsv");
  CHECK(label::read_warning_words(*source) == label::default_warning_words());
}

TEST_CASE("a list of words is read with its kinds, and may be empty") {
  CHECK(read("kind\tword\nside\tphải\r\n") == std::vector<label::WarningWord>{{label::WarningWordKind::side, "phải"}});
  CHECK(read("kind\tword\n").empty());
}

TEST_CASE("a list of words that is none is refused with its place") {
  CHECK_THROWS_WITH(read("region\ttemplate\n"), "w.tsv:1: no list of words; its first line must be kind, a tab, word");
  CHECK_THROWS_WITH(read("kind\tword\nmood\tx\n"),
                    "w.tsv:2: no word line; write side, remainder, old_film, negation, turn, abnormal or normal, a tab "
                    "and the phrase");
  CHECK_THROWS_WITH(read("kind\tword\nside\t \n"), "w.tsv:2: empty word");
}
