// SPDX-License-Identifier: Apache-2.0
#include "text/normalize.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "text/utf8.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <random>
#include <string>
#include <vector>

using namespace cxrval;

namespace {

icu::UnicodeString form(const icu::UnicodeString& text, bool composed) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer =
      composed ? icu::Normalizer2::getNFCInstance(error) : icu::Normalizer2::getNFDInstance(error);
  return normalizer->normalize(text, error);
}

std::string bytes_of(const icu::UnicodeString& text) {
  std::string bytes;
  text.toUTF8String(bytes);
  return bytes;
}

std::string nfd(const std::string& text) {
  return bytes_of(form(icu::UnicodeString::fromUTF8(text), false));
}
std::string upper(const std::string& text) {
  return bytes_of(icu::UnicodeString::fromUTF8(text).toUpper(icu::Locale::getRoot()));
}

bool is_break(UChar32 c) {
  return (c >= 10 && c <= 13) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

// The definition, step by step and one character at a time.
std::string obvious(const std::string& utf8) {
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(utf8);
  icu::UnicodeString kept;
  for (int at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    if (!u_hasBinaryProperty(text.char32At(at), UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) kept.append(text.char32At(at));
  }
  icu::UnicodeString folded = form(kept, false);
  folded = form(folded.foldCase(), true);
  folded.findAndReplace("\r\n", "\n");
  icu::UnicodeString lines;
  for (int at = 0; at < folded.length(); at = folded.moveIndex32(at, 1)) {
    const UChar32 c = folded.char32At(at);
    if (is_break(c)) {
      lines.append(u'\n');
    } else {
      lines.append(u_isUWhiteSpace(c) ? UChar32{' '} : c);
    }
  }
  std::string out = bytes_of(lines);
  const auto replace_all = [&](const std::string& from, const std::string& to) {
    for (std::size_t at; (at = out.find(from)) != std::string::npos;) out.replace(at, from.size(), to);
  };
  replace_all("  ", " ");
  replace_all(" \n", "\n");
  replace_all("\n ", "\n");
  if (out.starts_with(' ')) out.erase(0, 1);
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

const std::string letters = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ";

}  // namespace

TEST_CASE("Vietnamese letters compare equal in NFC and NFD, small and capital") {
  CHECK(text::normalized(letters) == letters);
  CHECK(text::normalized(upper(letters)) == letters);
  CHECK(text::normalized(nfd(letters)) == letters);
  CHECK(text::normalized(nfd(upper(letters))) == letters);
}

TEST_CASE("marks in any order, and letters of windows-1258, become one letter") {
  for (const char* form_of : {"ậ", "a\u0323\u0302", "a\u0302\u0323", "â\u0323", "ạ\u0302", "A\u0302\u0323"}) {
    CHECK(text::normalized(form_of) == "ậ");
  }
  CHECK(text::normalized("ơ\u0300") == "ờ");
}

TEST_CASE("letters that only look alike stay apart") {
  CHECK(text::normalized("Đ") == "đ");
  CHECK(text::normalized("Ð") == "ð");
  CHECK(text::normalized("Ɖ") == "ɖ");
}

TEST_CASE("blanks become one blank and none stands at an edge of a line") {
  CHECK(text::normalized("  a \u00A0\t b\u2003c  ") == "a b c");
  CHECK(text::normalized("a \r\n  b \n\n c\r") == "a\nb\n\nc\n");
  CHECK(text::normalized("a\u2028b\u0085c\vd\fe") == "a\nb\nc\nd\ne");
  CHECK(text::normalized(" \u00A0 ").empty());
}

TEST_CASE("characters that show nothing are removed, also between a letter and its mark") {
  CHECK(text::normalized("\uFEFFph\u200Bổi\u00AD \u2060sáng") == "phổi sáng");
  CHECK(text::normalized("a\u200B\u0301") == "á");
}

TEST_CASE("only blanks, breaks and invisible characters are blank") {
  CHECK(text::is_blank(""));
  CHECK(text::is_blank(" \n\u00A0\r\n\u200B"));
  CHECK_FALSE(text::is_blank("-"));
}

TEST_CASE("bytes that are no UTF-8 are refused") {
  std::string out = "before";
  CHECK_FALSE(text::normalize("a\xC3", out));
  CHECK(out.empty());
  CHECK_FALSE(text::normalize("a\u0301\xFF", out));
  CHECK_THROWS_AS(text::normalized("\xFF"), base::Error);
}

TEST_CASE("every character normalizes as the definition says, alone and between others") {
  for (UChar32 c = 0; c < 0x30000; c += c < 0x3000 ? 1 : 13) {
    if (U_IS_SURROGATE(c)) continue;
    const std::string alone = bytes_of(icu::UnicodeString(c));
    REQUIRE(text::normalized(alone) == obvious(alone));
    const std::string between = "A" + alone + "\u0301" + alone + " " + alone + "B";
    REQUIRE(text::normalized(between) == obvious(between));
  }
}

TEST_CASE("random text normalizes as the definition says, and twice is once") {
  std::mt19937 random(3);
  const std::vector<std::string> parts = {"a",
                                          "Ế",
                                          "e\u0302\u0301",
                                          "\u0323",
                                          " ",
                                          "\u00A0",
                                          "\n",
                                          "\r",
                                          "\r\n",
                                          "\u2029",
                                          "\u200B",
                                          "\u00AD",
                                          "ß",
                                          "İ",
                                          "ŉ",
                                          "ǰ",
                                          "đ",
                                          "ﬁ",
                                          "Σ",
                                          "\u0345",
                                          "ᾳ",
                                          "가",
                                          "\u1100\u1161",
                                          "漢",
                                          "\U0001F600",
                                          "-",
                                          ",",
                                          "\u3000",
                                          "ơ\u0309",
                                          "\u0130"};
  for (int trial = 0; trial < 20000; ++trial) {
    std::string utf8;
    for (std::size_t i = random() % 12; i > 0; --i) utf8 += parts[random() % parts.size()];
    const std::string once = text::normalized(utf8);
    REQUIRE(once == obvious(utf8));
    REQUIRE(text::normalized(once) == once);
    REQUIRE(text::is_valid_utf8(once));
  }
}
