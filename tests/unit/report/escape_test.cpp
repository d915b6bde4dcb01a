// SPDX-License-Identifier: Apache-2.0
#include "report/escape.hpp"

#include "catch.hpp"
#include "report/characters.hpp"

#include <random>

using namespace cxrval::report;

TEST_CASE("characters of markup become references") {
  REQUIRE(escape("<script>alert(\"x\" && 'y')</script>") ==
          "&lt;script&gt;alert(&quot;x&quot; &amp;&amp; &#39;y&#39;)&lt;/script&gt;");
  REQUIRE(isolated("a<b") == "<bdi>a&lt;b</bdi>");
}

TEST_CASE("Vietnamese text stays as it is, composed or not") {
  const std::string text = "Tràn dịch màng phổi, Ư Ơ ế \t\n e\u0302\u0301";
  REQUIRE(visible(text) == text);
}

TEST_CASE("control characters are shown by their pictures") {
  REQUIRE(visible(std::string_view("a\0b\x1b\r\x7f", 6)) == "a\u2400b\u241B\u240D\u2421");
}

TEST_CASE("marks, overrides and isolates of direction are shown by their numbers") {
  REQUIRE(visible("a\u202Eb\u2066c\u200F") == "a[U+202E]b[U+2066]c[U+200F]");
  REQUIRE(visible("\u061C\u200B\uFEFF\u2028") == "[U+061C][U+200B][U+FEFF][U+2028]");
  REQUIRE(visible("\U000E0041\U0010FFFD\U0001FFFE\uE000\u0085") == "[U+E0041][U+10FFFD][U+1FFFE][U+E000][U+0085]");
}

TEST_CASE("soft hyphens are dropped") {
  REQUIRE(visible("ra\u00ADdio") == "radio");
}

TEST_CASE("each byte that is no UTF-8 is replaced") {
  REQUIRE(visible("a\xFF\xC3") == "a\uFFFD\uFFFD");
  REQUIRE(visible("\xC0\xAF") == "\uFFFD\uFFFD");                      // overlong
  REQUIRE(visible("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");            // a surrogate
  REQUIRE(visible("\xF4\x90\x80\x80") == "\uFFFD\uFFFD\uFFFD\uFFFD");  // above U+10FFFF
  REQUIRE(visible("\xE1\xBA") == "\uFFFD\uFFFD");                      // cut
}

TEST_CASE("any bytes give text without markup, controls and broken characters, and the same again") {
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::string bytes(random() % 12, ' ');
    for (char& byte : bytes) byte = static_cast<char>(random());
    const std::string seen = visible(bytes);
    REQUIRE(visible(seen) == seen);
    for (std::size_t at = 0; at < seen.size();) {
      const char32_t character = next_character(seen, at);
      const bool control = character < 0x20 && character != '\n' && character != '\t';
      REQUIRE_FALSE((control || (character >= 0x7F && character < 0xA0)));
    }
    REQUIRE(escape(bytes).find_first_of("<>\"'") == std::string::npos);
  }
}

TEST_CASE("each character of Unicode is read as it was written") {
  for (char32_t character = 0; character <= 0x10FFFF; ++character) {
    if (character >= 0xD800 && character <= 0xDFFF) continue;
    std::string text;
    append_character(character, text);
    std::size_t at = 0;
    if (next_character(text, at) != character || at != text.size()) FAIL("character " << std::uint32_t(character));
  }
}

TEST_CASE("identifiers hold letters, digits and single hyphens only") {
  REQUIRE(identifier("F1 -- by Sex!") == "f1-by-sex");
  REQUIRE(identifier("\"><script>") == "script");
  REQUIRE(identifier("àé ") == "figure");
}
