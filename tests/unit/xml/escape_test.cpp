// SPDX-License-Identifier: Apache-2.0
#include "xml/escape.hpp"

#include "base/error.hpp"
#include "catch.hpp"

using namespace cxrval;

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  xml::append_escaped(out, text);
  return out;
}

std::string cdata(std::string_view text) {
  std::string out;
  xml::append_cdata(out, text);
  return out;
}

}  // namespace

TEST_CASE("markup characters and carriage returns become references") {
  CHECK(escaped("a<b & \"c\">d\r\n") == "a&lt;b &amp; &quot;c&quot;&gt;d&#13;\n");
  CHECK(escaped("phổi sáng") == "phổi sáng");
}

TEST_CASE("a control character that XML has no form for is refused") {
  CHECK_THROWS_AS(escaped(std::string("a\x01", 2)), base::Error);
  CHECK_THROWS_AS(cdata(std::string("a\0b", 3)), base::Error);
}

TEST_CASE("text that would end a CDATA section is escaped instead") {
  CHECK(cdata("a < b") == "<![CDATA[a < b]]>");
  CHECK(cdata("a]]>b") == "a]]&gt;b");
  CHECK(cdata("a\r\nb") == "a&#13;\nb");
}

TEST_CASE("an element is written with its text escaped") {
  std::string out;
  xml::append_element(out, "MA_LK", "A&B");
  CHECK(out == "<MA_LK>A&amp;B</MA_LK>");
}
