// SPDX-License-Identifier: Apache-2.0
#include "text/html.hpp"

#include "catch.hpp"

#include <chrono>
#include <string>

using namespace cxrval;
using Kind = text::Markup::Kind;

namespace {

text::Markup at_begin(const std::string& html) {
  return text::MarkupReader(html).at(0);
}

bool is_text(const std::string& html) {
  return at_begin(html).kind == Kind::none && at_begin(html).length == 0;
}

char32_t character(const std::string& html) {
  const text::Markup markup = at_begin(html);
  CHECK(markup.length == html.size());
  return markup.kind == Kind::character ? markup.character : 0;
}

}  // namespace

TEST_CASE("character references name characters") {
  CHECK(character("&nbsp;") == 0xA0);
  CHECK(character("&yuml;") == 0xFF);
  CHECK(character("&aacute;") == U'á');
  CHECK(character("&Ocirc;") == U'Ô');
  CHECK(character("&dstrok;") == U'đ');
  CHECK(character("&lt;") == '<');
  CHECK(character("&#7845;") == U'ấ');
  CHECK(character("&#x1EA5;") == U'ấ');
  CHECK(character("&#X1ea5;") == U'ấ');
  CHECK(character("&#150;") == 0x2013);
}

TEST_CASE("what names no character is text") {
  for (const char* html : {"&", "&;", "&nbsp", "&no-such;", "&#;", "&#x;", "&#12a;", "&#xD800;", "&#1114112;", "&#0;",
                           "& amp;", "&abcdefghijklmn;"}) {
    CHECK(is_text(html));
  }
}

TEST_CASE("tags break lines or vanish") {
  for (const char* html :
       {"<br>", "<BR/>", "<br />", "</p>", "<p class=\"a>b\">", "<h1>", "<td>", "<li\n>", "<tr x='<'>"}) {
    CHECK(at_begin(html).kind == Kind::line_break);
    CHECK(at_begin(html).length == std::string(html).size());
  }
  for (const char* html :
       {"<b>", "</span>", "<o:p>", "<!-- <p> -->", "<!DOCTYPE html>", "<?xml version='1.0'?>", "<abbr>"}) {
    CHECK(at_begin(html).kind == Kind::nothing);
    CHECK(at_begin(html).length == std::string(html).size());
  }
}

TEST_CASE("a < that begins no tag is text") {
  for (const char* html :
       {"<", "< 0,5", "<5>", "<", "</", "</ p>", "<b", "<b <i>", "<không rõ>", "<p class=\"a>", "<!-- x", "<>"}) {
    CHECK(is_text(html));
  }
}

TEST_CASE("markup that spans lines is told") {
  CHECK(text::markup_spans_lines("a<p\nclass=x>b"));
  CHECK(text::markup_spans_lines("a<!-- \u2028 -->b"));
  CHECK_FALSE(text::markup_spans_lines("a<p>\n<b"));
  CHECK_FALSE(text::markup_spans_lines("1 < 2\n3 > 2"));
}

TEST_CASE("hostile markup takes linear time") {
  for (const char* unit : {"<", "<a ", "<!--", "<a \"", "<a '\"", "<a '\"'\"", "<a \"'", "&", "&#", "<!", "<a \"''"}) {
    std::string html;
    while (html.size() < 1000000) html += unit;
    const auto start = std::chrono::steady_clock::now();
    text::markup_spans_lines(html);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
  }
}
