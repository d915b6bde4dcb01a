// SPDX-License-Identifier: Apache-2.0
#include "report/markup.hpp"

#include "catch.hpp"

#include <string>

using namespace cxrval::report;

TEST_CASE("whatever goes into markup is escaped") {
  const std::string hostile = "<script>alert(1)</script>\"><img onerror='x'>&amp;";
  for (const Markup& markup :
       {Markup(hostile), Markup::given(hostile), Markup::code(hostile), Markup::strong(Markup(hostile)),
        fill("{0}", {Markup::given(hostile)}), fill(hostile, {})}) {
    CHECK_THAT(markup.html(), !contains("<script"));
    CHECK_THAT(markup.html(), !contains("<img"));
    CHECK_THAT(markup.html(), contains("&quot;&gt;"));
    CHECK_THAT(markup.html(), contains("&lt;script&gt;"));
    CHECK_THAT(markup.html(), contains("&amp;amp;"));
  }
}

TEST_CASE("text of others cannot turn round what stands beside it") {
  CHECK_THAT(Markup::given("\u202Eabc").html(), !contains("\u202E"));
  CHECK(Markup::given("phổi").html() == "<bdi>phổi</bdi>");
  CHECK(Markup::given("lung").html() == "lung");
}

TEST_CASE("parts are put where a language wants them") {
  CHECK(fill("{1} of {0}", {Markup("a"), Markup("b")}).html() == "b of a");
  CHECK(fill("{0}{0}", {Markup("a")}).html() == "aa");
  CHECK(fill("{1} {x} {", {Markup("a")}).html() == "{1} {x} {");
  CHECK(fill("", {Markup("a")}).empty());
}

TEST_CASE("a long code may be broken, a short one may not") {
  CHECK(Markup::code("PATIENT_FORMAT_DIFFERS").html() == "<code>PATIENT_FORMAT_DIFFERS</code>");
  CHECK_THAT(Markup::code(std::string(64, 'a')).html(), contains("class=\"long\""));
}
