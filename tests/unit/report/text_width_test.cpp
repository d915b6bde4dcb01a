// SPDX-License-Identifier: Apache-2.0
#include "report/text_width.hpp"

#include "catch.hpp"
#include "report/escape.hpp"

#include <random>

using namespace cxrval::report;

TEST_CASE("a text is as wide as its characters") {
  REQUIRE(text_width("", 12) == 0);
  REQUIRE(text_width("01", 10) == approx(12.8));
  REQUIRE(text_width("m", 10) == approx(9.8));
  REQUIRE(text_width("01", 10, true) == approx(14.08));
}

TEST_CASE("combining marks have no width, and letters with marks are about as wide as without") {
  REQUIRE(text_width("e\u0302\u0301", 10) == text_width("e", 10));
  REQUIRE(text_width("ế", 10) == approx(6.4));
}

TEST_CASE("what is shown by its number is as wide as that") {
  REQUIRE(text_width("\u202E", 10) == approx(text_width("[U+202E]", 10)));
}

TEST_CASE("lines are cut at blanks") {
  REQUIRE(wrap("aaa bbb ccc", text_width("aaa bbb", 12) + 0.01, 12) == std::vector<std::string>{"aaa bbb", "ccc"});
  REQUIRE(wrap("  a \n b ", 100, 12) == std::vector<std::string>{"a b"});
  REQUIRE(wrap("", 100, 12) == std::vector<std::string>{""});
}

TEST_CASE("a word that is too long for a line is cut inside") {
  REQUIRE(wrap("mmmm", text_width("mm", 12) + 0.01, 12) == std::vector<std::string>{"mm", "mm"});
}

TEST_CASE("what has no line left ends with an ellipsis") {
  const auto lines = wrap("aaa bbb ccc ddd", text_width("aaa bb", 12), 12, 2);
  REQUIRE(lines.size() == 2);
  REQUIRE(lines.back() == "bbb…");
  REQUIRE(shorten("short", 200, 12) == "short");
  REQUIRE(shorten("much too long for this", 60, 12) == "much t…");
}

TEST_CASE("lines are never wider than asked for, and lose nothing but blanks") {
  std::mt19937 random(3);
  const std::vector<std::string> pieces{"a", "mm", " ", "W", "ộ", "–", "\n", "Tràn", "phổi", "字", "\u202E"};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::size_t i = random() % 30; i > 0; --i) text += pieces[random() % pieces.size()];
    const double width = 40 + static_cast<double>(random() % 100);
    std::string joined;
    for (const std::string& line : wrap(text, width, 12, 1000)) {
      REQUIRE(text_width(line, 12) <= width + 1e-9);
      joined += line;
    }
    std::string expected = visible(text);
    for (std::string* kept : {&joined, &expected}) {
      kept->erase(std::remove_if(kept->begin(), kept->end(), [](char c) { return c == ' ' || c == '\n'; }),
                  kept->end());
    }
    REQUIRE(joined == expected);
    for (const std::string& line : wrap(text, width, 12, 2)) REQUIRE(text_width(line, 12) <= width + 1e-9);
  }
}
