// SPDX-License-Identifier: Apache-2.0
#include "report/page.hpp"

#include "catch.hpp"

#include <string>
#include <vector>

using namespace cxrval::report;

namespace {

const std::string hostile = "</title></style><script>x</script>\"><img src=x onerror=x>\u202E\x01";

const std::string hash = "aGFzaA==";

PageWords words(const std::string& title = "Title") {
  return {"en", title, "Contents", "Figure", "Table", "Data of this figure"};
}

Figure figure(const std::string& id) {
  Figure drawn;
  drawn.id = id;
  drawn.title = "Drawn";
  drawn.svg = "<svg id=\"" + id + "\"></svg>";
  drawn.data = {{"x", "y"}, {{"1", hostile}}};
  return drawn;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("a page says its language and that nothing comes from outside") {
  const std::string html = Page(words(), hash).html();
  CHECK(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\""));
  CHECK_THAT(html, contains("default-src &#39;none&#39;") || contains("default-src 'none'"));
  CHECK_THAT(html, contains("img-src data:"));
  CHECK_THAT(html, !contains("<script"));
  CHECK_THAT(html, !contains("http:") && !contains("https:"));
}

TEST_CASE("no style counts but the one whose hash is given") {
  const std::string html = Page(words(), hash).html();
  CHECK_THAT(html, contains("style-src &#39;sha256-aGFzaA==&#39;;"));
  CHECK_THAT(html, !contains("unsafe-inline") && !contains("style=\""));
  CHECK_THAT(html, contains("<style>" + style_sheet() + "</style>"));
}

TEST_CASE("sections are numbered in the text and listed in the contents") {
  Page page(words(), hash);
  page.section("one", "First");
  page.section("two", "Second");
  const std::string html = page.html();
  CHECK_THAT(html, contains("<section id=\"two\">\n<h2>2. Second</h2>"));
  CHECK_THAT(html, contains("<li><a href=\"#one\">First</a></li>"));
  CHECK(count(html, "<section") == 2);
  CHECK(count(html, "</section>") == 2);
}

TEST_CASE("tables and figures are counted, each with a name for those who do not see it") {
  Page page(words(), hash);
  PageTable table;
  table.caption = "Numbers";
  table.columns = {"Name", "Value"};
  table.numeric = {false, true};
  table.rows = {{"a", "1"}};
  page.table(table);
  page.table(table);
  page.figure(figure("first"), figure("first-narrow"), "What it shows");
  page.figure(figure("second"), figure("second-narrow"), "What it shows");
  const std::string html = page.html();
  CHECK_THAT(html, contains("<p class=\"caption\" id=\"table-2\"><strong>Table 2.</strong> Numbers</p>"));
  CHECK_THAT(html, contains("aria-labelledby=\"table-2\""));
  CHECK_THAT(html, contains("<td>a<td class=\"n\">1"));
  CHECK_THAT(html, contains("<strong>Figure 2.</strong> What it shows"));
  CHECK(count(html, "<summary>Data of this figure</summary>") == 2);
}

TEST_CASE("hostile text stays text wherever it can reach a page") {
  Page page(words(hostile), hash);
  const Markup given = Markup::given(hostile);
  page.subtitle(given);
  page.section(hostile, given);
  page.subsection(given);
  page.paragraph(given);
  page.remark(given);
  page.key_numbers({{given, given, given}});
  PageTable table{given, {given}, {}, {{given}}};
  page.table(table);
  page.folded(given, table);
  page.quotation({given});
  page.figure(figure("a"), figure("a-narrow"), given);
  page.pictures({{"png", hostile, given}});
  const std::string html = page.html();
  CHECK_THAT(html, !contains("<script") && !contains("<img src=x") && !contains("\u202E") && !contains("\x01"));
  CHECK(count(html, "</title>") == 1);
  CHECK(count(html, "</style>") == 1);
  CHECK(count(html, "<img ") == 1);
}

TEST_CASE("pictures are inside the page") {
  Page page(words(), hash);
  page.pictures({{"foobar", "alternative", "caption"}});
  CHECK_THAT(page.html(), contains("<img alt=\"alternative\" src=\"data:image/png;base64,Zm9vYmFy\">"));
}

TEST_CASE("the same calls give the same bytes") {
  const auto make = [] {
    Page page(words(), hash);
    page.section("a", "A");
    page.paragraph("text");
    return page.html();
  };
  CHECK(make() == make());
}
