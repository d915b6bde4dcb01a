// SPDX-License-Identifier: Apache-2.0
#include "xml/position.hpp"

#include "catch.hpp"

#include <string>

using namespace cxrval;

TEST_CASE("lines and columns count from 1 across pieces of any size") {
  const std::string text = "ab\ncdé\n\nx";
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    xml::PositionFinder finder;
    std::size_t line = 1;
    std::size_t column = 1;
    for (std::size_t offset = 0; offset < text.size(); ++offset) {
      if (offset % piece == 0) finder.feed(std::string_view(text).substr(offset, piece));
      const xml::Position found = finder.at(offset);
      CHECK(found.line == line);
      CHECK(found.column == column);
      column = text[offset] == '\n' ? 1 : column + 1;
      line += text[offset] == '\n' ? 1 : 0;
    }
    CHECK(finder.end().line == 4);
    CHECK(finder.end().column == 2);
  }
}

TEST_CASE("a tag is found where its angle bracket stands") {
  xml::PositionFinder finder;
  finder.feed("<a>\n  <b x=\"1\">");
  CHECK(finder.tag_before(2).column == 1);
  const xml::Position second = finder.tag_before(14);
  CHECK(second.line == 2);
  CHECK(second.column == 3);
  CHECK(finder.tag_before(14).line == 2);
}
