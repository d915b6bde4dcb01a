// SPDX-License-Identifier: Apache-2.0
#include "text/normalize.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "text/html.hpp"
#include "text/utf8.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <algorithm>
#include <functional>
#include <map>
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

bool is_blank_of_line(UChar32 c) {
  return u_isUWhiteSpace(c) != 0 && !is_break(c);
}

void replace_all(icu::UnicodeString& text, const icu::UnicodeString& from, const icu::UnicodeString& to) {
  while (text.indexOf(from) >= 0) text.findAndReplace(from, to);
}

icu::UnicodeString each_character(const icu::UnicodeString& text,
                                  const std::function<icu::UnicodeString(UChar32)>& map) {
  icu::UnicodeString out;
  for (int at = 0; at < text.length(); at = text.moveIndex32(at, 1)) out.append(map(text.char32At(at)));
  return out;
}

icu::UnicodeString tidied_commas(const icu::UnicodeString& text) {
  const icu::UnicodeString commas =
      each_character(text, [](UChar32 c) { return icu::UnicodeString(c == 0xFF0C ? ',' : c); });
  icu::UnicodeString out;
  for (int at = 0; at < commas.length(); ++at) {
    const bool touches = at > 0 && at + 1 < commas.length() && commas[at - 1] >= '0' && commas[at - 1] <= '9' &&
                         commas[at + 1] >= '0' && commas[at + 1] <= '9';
    if (commas[at] != ',' || touches) {
      out.append(commas[at]);
      continue;
    }
    while (out.length() > 0 && is_blank_of_line(out[out.length() - 1])) out.truncate(out.length() - 1);
    out.append(u',');
    while (at + 1 < commas.length() && is_blank_of_line(commas[at + 1])) ++at;
    if (at + 1 < commas.length() && commas[at + 1] != '\n' && commas[at + 1] != ',') out.append(u' ');
  }
  return out;
}

icu::UnicodeString without_html(const std::string& utf8) {
  icu::UnicodeString out;
  text::MarkupReader reader(utf8);
  for (std::size_t at = 0; at < utf8.size();) {
    const text::Markup markup = reader.at(at);
    if (markup.kind == text::Markup::Kind::character) out.append(static_cast<UChar32>(markup.character));
    if (markup.kind == text::Markup::Kind::line_break) out.append(u'\n');
    const std::size_t begin = at;
    at += std::max<std::size_t>(markup.length, 1);
    if (markup.kind != text::Markup::Kind::none) continue;
    while (at < utf8.size() && (static_cast<unsigned char>(utf8[at]) & 0xC0) == 0x80) ++at;
    out.append(icu::UnicodeString::fromUTF8(utf8.substr(begin, at - begin)));
  }
  return out;
}

// The definition, step by step.
std::string obvious(const std::string& utf8, text::Steps steps = text::default_steps) {
  using text::Step;
  icu::UnicodeString text = steps.has(Step::html) ? without_html(utf8) : icu::UnicodeString::fromUTF8(utf8);
  if (steps.has(Step::zero_width)) {
    text = each_character(text, [](UChar32 c) {
      return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ? icu::UnicodeString() : icu::UnicodeString(c);
    });
  }
  if (steps.has(Step::nfc)) text = form(text, true);
  if (steps.has(Step::fold_case)) {
    if (steps.has(Step::nfc)) text = form(text, false);
    text.foldCase();
    if (steps.has(Step::nfc)) text = form(text, true);
  }
  text.findAndReplace("\r\n", "\n");
  text = each_character(text, [](UChar32 c) { return icu::UnicodeString(is_break(c) ? '\n' : c); });
  if (steps.has(Step::blanks)) {
    text = each_character(text, [](UChar32 c) { return icu::UnicodeString(is_blank_of_line(c) ? ' ' : c); });
    replace_all(text, "  ", " ");
    replace_all(text, " \n", "\n");
    replace_all(text, "\n ", "\n");
    if (text.startsWith(u" ", 1)) text.remove(0, 1);
    if (text.endsWith(u" ", 1)) text.truncate(text.length() - 1);
  }
  if (steps.has(Step::join_lines)) {
    replace_all(text, "\n\n", "\n");
    if (text.startsWith(u"\n", 1)) text.remove(0, 1);
    if (text.endsWith(u"\n", 1)) text.truncate(text.length() - 1);
    text.findAndReplace("\n", " ");
  }
  if (steps.has(Step::commas)) text = tidied_commas(text);
  return bytes_of(text);
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

TEST_CASE("HTML is undone before anything else") {
  CHECK(text::normalized("<p>Nhu m&ocirc; ph&#7893;i</p><P>s&#xE1;ng&nbsp;&nbsp;<b>đều</b></P>") ==
        "\nnhu mô phổi\n\nsáng đều\n");
  CHECK(text::normalized("chỉ số < 0,5 &lt;br&gt;<br/>x<!-- <p> -->y") == "chỉ số < 0,5 <br>\nxy");
  CHECK(text::normalized("<p>a</p>", text::default_steps.without(text::Step::html)) == "<p>a</p>");
}

TEST_CASE("commas have no blank in front of them and one behind them, except between digits") {
  CHECK(text::normalized("dịch ,khí") == "dịch, khí");
  CHECK(text::normalized("dịch，khí ， mỡ,") == "dịch, khí, mỡ,");
  CHECK(text::normalized("0,5 và 4 ,5") == "0,5 và 4, 5");
  CHECK(text::normalized("a , ,\n, b") == "a,,\n, b");
  CHECK(text::normalized("a ,b", text::default_steps.without(text::Step::commas)) == "a ,b");
}

TEST_CASE("lines are joined only when that is asked for") {
  const text::Steps joined = text::default_steps.with(text::Step::join_lines);
  CHECK(text::normalized("nhu mô \r\n phổi\n\nsáng\n", joined) == "nhu mô phổi sáng");
  CHECK(text::normalized("nhu mô\nphổi") == "nhu mô\nphổi");
}

TEST_CASE("no steps leave a text as it is, but for its line breaks") {
  CHECK(text::normalized(" Ậ\u200B <b>,x \r\n y\u2028", text::Steps()) == " Ậ\u200B <b>,x \n y\n");
}

TEST_CASE("every character normalizes as the definition says, alone and between others") {
  text::Normalizer normalizer;
  text::NormalText normal;
  for (UChar32 c = 0; c < 0x30000; c += c < 0x3000 ? 1 : 13) {
    if (U_IS_SURROGATE(c)) continue;
    const std::string alone = bytes_of(icu::UnicodeString(c));
    for (const std::string& utf8 : {alone, "a" + alone + "a", "A" + alone + "\u0301" + alone + " " + alone + "B"}) {
      REQUIRE(normalizer.normalize(utf8, normal));
      REQUIRE(normal.text() == obvious(utf8));
    }
  }
}

namespace {

const std::vector<std::string> parts = {"a",      "Ế",      "e\u0302\u0301",
                                        "\u0323", " ",      " ",
                                        "\u00A0", "\n",     "\r",
                                        "\r\n",   "\u2029", "\u200B",
                                        "ß",      "İ",      "ŉ",
                                        "ǰ",      "đ",      "ﬁ",
                                        "Σ",      "ᾳ",      "\u0345",
                                        "가",     "\u00AD", "\u1100\u1161",
                                        "漢",     "-",      "\U0001F600",
                                        ",",      ",",      "\uFF0C",
                                        "5",      "0,5",    "\u3000",
                                        "Đ",      "<br>",   "ơ\u0309",
                                        "<",      "&",      "&nbsp;",
                                        "<b>",    ">",      "<!--",
                                        "-->",    "\"",     "&#x300;",
                                        "ữ",      "\t",     "<p class=\"x\n>\">",
                                        "T",      "x",      "y",
                                        "ô",      "ờ",      "k",
                                        "n"};

std::string random_text(std::mt19937& random) {
  std::string utf8;
  for (std::size_t i = random() % 12; i > 0; --i) utf8 += parts[random() % parts.size()];
  return utf8;
}

text::Steps random_steps(std::mt19937& random) {
  text::Steps steps = text::Steps::all();
  for (std::size_t i = 0; i < text::step_count; ++i) {
    if (random() % 4 == 0) steps = steps.without(static_cast<text::Step>(i));
  }
  return steps;
}

bool begins_character(std::string_view text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

bool is_edge(char c) {
  return c == ' ' || c == ',' || c == '\n';
}

}  // namespace

TEST_CASE("random text normalizes as the definition says, with any steps, and after every one") {
  std::mt19937 random(3);
  for (int set = 0; set < 60; ++set) {
    const text::Steps steps = set < 20 ? text::default_steps : random_steps(random);
    text::Normalizer normalizer(steps);
    text::NormalText normal;
    for (int trial = 0; trial < 1000; ++trial) {
      const std::string utf8 = random_text(random);
      std::map<text::Step, std::string> stages;
      REQUIRE(normalizer.normalize(utf8, normal, [&](text::Step step, std::string_view text) { stages[step] = text; }));
      CAPTURE(utf8);
      REQUIRE(normal.text() == obvious(utf8, steps));
      REQUIRE(text::is_valid_utf8(normal.text()));
      std::string before = obvious(utf8, {});
      for (std::size_t i = 0; i < text::step_count; ++i) {
        const auto step = static_cast<text::Step>(i);
        const bool told = stages.contains(step);
        REQUIRE(normal.changed().has(step) == told);
        const std::string after = told ? obvious(stages[step], {}) : before;
        const text::Steps so_far = steps.has(step) ? steps.before(step).with(step) : steps.before(step);
        REQUIRE(after == obvious(utf8, so_far));
        before = after;
      }
    }
  }
}

TEST_CASE("a text in normal form stays as it is") {
  std::mt19937 random(4);
  text::Normalizer normalizer(text::default_steps.without(text::Step::html));
  text::NormalText normal;
  for (int trial = 0; trial < 20000; ++trial) {
    REQUIRE(normalizer.normalize(random_text(random), normal));
    const std::string once(normal.text());
    REQUIRE(normalizer.normalize(once, normal));
    REQUIRE(normal.text() == once);
    REQUIRE(normal.changed().empty());
  }
}

TEST_CASE("each piece of a normal text is the normal form of the piece of the original that it came from") {
  std::mt19937 random(5);
  text::Normalizer normalizer;
  text::NormalText normal;
  text::NormalText piece;
  int compared = 0;
  for (int trial = 0; trial < 20000; ++trial) {
    const std::string utf8 = random_text(random);
    REQUIRE(normalizer.normalize(utf8, normal));
    const std::string_view text = normal.text();
    for (std::size_t from = 0; from < text.size(); ++from) {
      if (!begins_character(text, from) || is_edge(text[from])) continue;
      if (from > 0 && !is_edge(text[from - 1])) continue;
      for (std::size_t to = from + 1; to <= text.size(); ++to) {
        if (!begins_character(text, to) || is_edge(text[to - 1]) || (to < text.size() && !is_edge(text[to]))) continue;
        REQUIRE(normal.begins(from) < normal.ends(to));
        REQUIRE(normal.ends(to) <= utf8.size());
        const std::string original = utf8.substr(normal.begins(from), normal.ends(to) - normal.begins(from));
        CAPTURE(utf8, original);
        REQUIRE(normalizer.normalize(original, piece));
        REQUIRE(piece.text() == text.substr(from, to - from));
        ++compared;
      }
    }
  }
  CHECK(compared > 10000);
}

TEST_CASE("each half of a letter that becomes two came from the whole letter") {
  text::Normalizer normalizer;
  text::NormalText normal;
  REQUIRE(normalizer.normalize("a longer text before it", normal));
  REQUIRE(normalizer.normalize("xßy", normal));
  REQUIRE(normal.text() == "xssy");
  CHECK(normal.begins(1) == 1);
  CHECK(normal.ends(2) == 3);
  CHECK(normal.begins(2) == 1);
  CHECK(normal.ends(3) == 3);
  CHECK(normal.begins(3) == 3);
  CHECK(normal.ends(4) == 4);
}

TEST_CASE("every character of a normal text came from some bytes, in their order") {
  std::mt19937 random(6);
  for (int set = 0; set < 30; ++set) {
    text::Normalizer normalizer(set < 10 ? text::default_steps : random_steps(random));
    text::NormalText normal;
    for (int trial = 0; trial < 500; ++trial) {
      const std::string utf8 = random_text(random);
      REQUIRE(normalizer.normalize(utf8, normal));
      const std::string_view text = normal.text();
      std::size_t latest = 0;
      for (std::size_t from = 0; from < text.size();) {
        std::size_t to = from + 1;
        while (!begins_character(text, to)) ++to;
        CAPTURE(utf8, from);
        REQUIRE(normal.begins(from) >= latest);
        REQUIRE(normal.begins(from) <= normal.ends(to));
        REQUIRE(normal.ends(to) <= utf8.size());
        if (!is_edge(text[from])) REQUIRE(normal.begins(from) < normal.ends(to));
        latest = normal.begins(from);
        from = to;
      }
    }
  }
}
