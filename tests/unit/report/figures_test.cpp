// SPDX-License-Identifier: Apache-2.0
#include "random_figures.hpp"

#include "catch.hpp"
#include "svg_reader.hpp"

#include <set>

using namespace cxrval::report;
using namespace cxrval::report::test;

namespace {

constexpr unsigned rounds = 200;

template <class Check>
void for_random_figures(const Check& check) {
  for (unsigned seed = 0; seed < rounds; ++seed) {
    RandomFigures figures(seed);
    for (const Figure& figure : figures.all()) {
      INFO("seed " << seed << ", figure " << figure.id << ", width " << figure.width);
      check(figure);
    }
  }
}

}  // namespace

TEST_CASE("texts of a figure never meet and stay inside it, whatever the words and numbers") {
  for_random_figures([](const Figure& figure) {
    const std::vector<TextBox> boxes = text_boxes(SvgReader(figure.svg));
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      INFO(boxes[i].text);
      REQUIRE(boxes[i].left >= -0.1);
      REQUIRE(boxes[i].right <= figure.width + 0.1);
      REQUIRE(boxes[i].top >= 0);
      REQUIRE(boxes[i].bottom <= figure.height);
      for (std::size_t j = 0; j < i; ++j) {
        INFO(boxes[j].text);
        REQUIRE_FALSE(boxes[i].meets(boxes[j]));
      }
    }
  });
}

TEST_CASE("figures are well-formed, alone and inline, and have title and description") {
  for_random_figures([](const Figure& figure) {
    const SvgReader alone(standalone_svg(figure));
    const SvgReader inline_svg(figure.svg);
    REQUIRE(alone.elements().size() == inline_svg.elements().size() + 2);
    const Element& root = inline_svg.elements().front();
    REQUIRE(root.name == "svg");
    REQUIRE(root.attributes.at("role") == "img");
    REQUIRE(inline_svg.elements()[1].attributes.at("id") == root.attributes.at("aria-labelledby"));
    REQUIRE(inline_svg.elements()[2].attributes.at("id") == root.attributes.at("aria-describedby"));
    REQUIRE(inline_svg.elements()[2].name == "desc");
    REQUIRE_FALSE(inline_svg.elements()[2].text.empty());
  });
}

TEST_CASE("figures hold nothing that acts or reaches out, and text of 12 pixels or more") {
  const std::set<std::string> known{"svg",  "title",   "desc",    "text",   "line",     "rect",
                                    "defs", "pattern", "polygon", "circle", "polyline", "path"};
  for_random_figures([&](const Figure& figure) {
    const SvgReader read(figure.svg);
    for (const Element& element : read.elements()) {
      REQUIRE(known.count(element.name) == 1);
      for (const auto& [name, value] : element.attributes) {
        REQUIRE(name.substr(0, 2) != "on");
        REQUIRE(name != "style");
        REQUIRE(name.find("href") == std::string::npos);
        if (value.find("url(") != std::string::npos) REQUIRE(value == "url(#" + figure.id + "-hatch)");
        REQUIRE(value.find("nan") == std::string::npos);
        REQUIRE(value.find("inf") == std::string::npos);
      }
      if (element.name == "text") REQUIRE(element.number("font-size") >= 12);
    }
  });
}

TEST_CASE("ids begin with the figure's and are unique") {
  for_random_figures([](const Figure& figure) {
    std::set<std::string> ids;
    const SvgReader read(figure.svg);
    for (const Element& element : read.elements()) {
      const auto id = element.attributes.find("id");
      if (id == element.attributes.end()) continue;
      REQUIRE(id->second.substr(0, figure.id.size() + 1) == figure.id + "-");
      REQUIRE(ids.insert(id->second).second);
    }
  });
}

TEST_CASE("rectangles and markers stand inside the figure") {
  for_random_figures([](const Figure& figure) {
    for (const Element& rect : SvgReader(figure.svg).named("rect")) {
      REQUIRE(rect.number("x") >= -8);
      REQUIRE(rect.number("x") + rect.number("width") <= figure.width + 8);
      REQUIRE(rect.number("y") >= -0.1);
      REQUIRE(rect.number("y") + rect.number("height") <= figure.height + 0.1);
    }
  });
}

TEST_CASE("the same numbers give the same bytes") {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const auto first = RandomFigures(seed).all();
    const auto second = RandomFigures(seed).all();
    for (std::size_t i = 0; i < first.size(); ++i) {
      REQUIRE(first[i].svg == second[i].svg);
      REQUIRE(first[i].data.rows == second[i].data.rows);
    }
  }
}

TEST_CASE("every row of a data table has a cell for each column") {
  for_random_figures([](const Figure& figure) {
    for (const auto& row : figure.data.rows) REQUIRE(row.size() == figure.data.columns.size());
  });
}

TEST_CASE("the reader of these tests finds what is not well-formed") {
  for (const char* bad : {"<a>", "<a></b>", "<a b=\"1\" b=\"2\"/>", "<a>&x;</a>", "<a>&</a>", "<a/><b/>", "<a b=1/>"}) {
    INFO(bad);
    REQUIRE_THROWS(SvgReader(bad));
  }
  REQUIRE(SvgReader("<a b=\"1\">x&lt;<c/></a>").elements().front().text == "x<");
}
