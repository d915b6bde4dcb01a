// SPDX-License-Identifier: Apache-2.0
#include "xml/repair.hpp"

#include "catch.hpp"
#include "xml/parser.hpp"

#include <random>
#include <string>

using namespace cxrval;

namespace {

std::string repaired(const std::string& text) {
  const std::optional<xml::Repaired> result = xml::repair(text);
  return result ? result->document : "nothing";
}

class Ignore final : public xml::Handler {
  void start(std::string_view, const xml::Tag&) noexcept override {}
  void text(std::string_view) noexcept override {}
  void end(std::string_view) noexcept override {}
};

bool is_well_formed(const std::string& text) {
  Ignore ignore;
  xml::Parser parser(ignore);
  parser.parse(text);
  return !parser.fault();
}

}  // namespace

TEST_CASE("an ampersand that begins no reference is escaped") {
  CHECK(repaired("<a>x & y</a>") == "<a>x &amp; y</a>");
  CHECK(repaired("<a>&nbsp;&b;&;&&lt;</a>") == "<a>&amp;nbsp;&amp;b;&amp;;&amp;&lt;</a>");
  CHECK(repaired("<a>&#0;&#x;&#xD800;&#1114112;&#32;</a>") == "<a>&amp;#0;&amp;#x;&amp;#xD800;&amp;#1114112;&#32;</a>");
  CHECK(repaired("<a x='b & c'/>") == "<a x='b &amp; c'/>");
  CHECK(repaired("<a>&") == "<a>&amp;");
  CHECK(repaired("<a>&amp;&lt;&gt;&quot;&apos;&#225;&#xE1;</a>") == "nothing");
}

TEST_CASE("an angle bracket that begins no tag is escaped") {
  CHECK(repaired("<a>1 < 2</a>") == "<a>1 &lt; 2</a>");
  CHECK(repaired("<a><5 mm</a>") == "<a>&lt;5 mm</a>");
  CHECK(repaired("<a>x <y</a>") == "<a>x &lt;y</a>");
  CHECK(repaired("<a>x <y z</a>") == "<a>x &lt;y z</a>");
  CHECK(repaired("<a>x <</a>") == "<a>x &lt;</a>");
  CHECK(repaired("<a>x </ y</a>") == "<a>x &lt;/ y</a>");
  CHECK(repaired("<d:a x='1'><b/><!-- < & --><![CDATA[< &]]><?p < & ?></d:a>") == "nothing");
  CHECK(repaired("<!DOCTYPE a><a/>") == "nothing");
}

TEST_CASE("control bytes are left out wherever they stand") {
  CHECK(repaired(std::string("<a>\x01x\0\t\r\n\x1F<![CDATA[\x02y]]></a>", 28)) == "<a>x\t\r\n<![CDATA[y]]></a>");
}

TEST_CASE("sections that do not end are no sections, and cost no more time") {
  CHECK(repaired("<a><![CDATA[ & </a>") == "<a><![CDATA[ &amp; </a>");
  std::string many;
  for (int i = 0; i < 200000; ++i) many += i % 2 == 0 ? "<!--" : "<![CDATA[";
  CHECK(repaired(many + '&').ends_with("&amp;"));
}

TEST_CASE("a document that needs too many repairs is left alone") {
  CHECK(repaired(std::string(65536, '&')).size() == 5 * 65536);
  CHECK(repaired(std::string(65537, '&')) == "nothing");
}

TEST_CASE("places in a repaired document lead back to its bytes") {
  const std::string text = "<a>\x01x & y <5</a>";
  const std::optional<xml::Repaired> result = xml::repair(text);
  REQUIRE(result);
  CHECK(result->document == "<a>x &amp; y &lt;5</a>");
  for (const char mark : {'x', 'y', '5'}) {
    CHECK(result->offsets.original(result->document.rfind(mark)) == text.rfind(mark));
  }
}

TEST_CASE("what pasting into XML breaks is well-formed again") {
  std::mt19937 random(7);
  const std::string letters = "ab <&;\x01>1/='!";
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (int i = 0; i < 6; ++i) text += letters[random() % letters.size()];
    const std::string document = "<a>" + text + "</a>";
    const std::string fixed = repaired(document);
    if (is_well_formed(document)) CHECK((fixed == "nothing" || is_well_formed(fixed)));
    const bool has_tag = text.find('<') != std::string::npos && text.find('>') != std::string::npos;
    if (!has_tag && text.find("<!") == std::string::npos) {
      CAPTURE(text);
      CHECK((fixed == "nothing" ? is_well_formed(document) : is_well_formed(fixed)));
    }
  }
}
