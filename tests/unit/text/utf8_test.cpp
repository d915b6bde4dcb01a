// SPDX-License-Identifier: Apache-2.0
#include "text/utf8.hpp"

#include "catch.hpp"

#include <unicode/unistr.h>
#include <string>

using namespace cxrval;

namespace {

std::string encoded(char32_t character) {
  std::string bytes;
  icu::UnicodeString(static_cast<UChar32>(character)).toUTF8String(bytes);
  return bytes;
}

}  // namespace

TEST_CASE("every character is decoded and every cut of it refused") {
  for (char32_t c = 1; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 97) {
    if (c >= 0xD800 && c < 0xE000) continue;
    const std::string bytes = encoded(c);
    std::size_t at = 0;
    REQUIRE(text::next_character(bytes, at) == c);
    REQUIRE(at == bytes.size());
    for (std::size_t size = 1; size < bytes.size(); ++size) {
      REQUIRE_FALSE(text::is_valid_utf8(std::string_view(bytes).substr(0, size)));
    }
  }
}

TEST_CASE("surrogates, overlong forms and stray bytes are no UTF-8") {
  for (const char* bad :
       {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "a\xC3", "\xC3(", "\xE1\xBB("}) {
    CAPTURE(bad);
    CHECK_FALSE(text::is_valid_utf8(bad));
  }
  CHECK(text::is_valid_utf8(""));
  CHECK(text::is_valid_utf8("phổi"));
}

TEST_CASE("a length of 1024 counts in characters or bytes, line breaks once or twice") {
  CHECK(text::count_characters("phổi") == 4);
  std::string letters;
  for (int i = 0; i < 1020; ++i) letters += "ổ";
  CHECK(text::has_length_of_cut(letters + "abcd", 1024));
  CHECK(text::has_length_of_cut(letters + "ab\n", 1024));
  CHECK(text::has_length_of_cut(std::string(1024, 'a'), 1024));
  CHECK(text::has_length_of_cut("\n" + std::string(1022, 'a'), 1024));
  CHECK_FALSE(text::has_length_of_cut(letters, 1024));
  CHECK_FALSE(text::has_length_of_cut(std::string(1023, 'a'), 1024));
  CHECK_FALSE(text::has_length_of_cut(std::string(1025, 'a'), 1024));
  CHECK_FALSE(text::has_length_of_cut("", 1024));
}

TEST_CASE("a text that was cut and trimmed is a little shorter, in characters or in bytes") {
  const auto shorter = [](const std::string& text) { return text::is_little_shorter_than_cut(text, 1024, 24); };
  for (const std::size_t length : {999U, 1024U, 1025U, 0U}) CHECK_FALSE(shorter(std::string(length, 'a')));
  for (const std::size_t length : {1000U, 1023U}) CHECK(shorter(std::string(length, 'a')));
  std::string letters;
  for (int i = 0; i < 1010; ++i) letters += "ấ";
  CHECK(shorter(letters));
  CHECK(shorter(letters.substr(0, 1002)));
  CHECK_FALSE(shorter(letters.substr(0, 1800)));
  CHECK_FALSE(shorter("\n" + std::string(1022, 'a')));
}
