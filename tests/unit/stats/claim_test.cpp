// SPDX-License-Identifier: Apache-2.0
#include "stats/claim.hpp"

#include "catch.hpp"

#include <string>
#include <vector>

using namespace cxrval::stats;

namespace {

Term id(const char* name) {
  return {name, {}};
}

std::string reason(const char* text) {
  const auto claim = parse_claim(text);
  return claim ? "none" : claim.error().reason;
}

}  // namespace

TEST_CASE("a claim names an operation and the ids of printed numbers") {
  CHECK(parse_claim("share(normal,matched)").value() == Claim{Operation::share, {id("normal"), id("matched")}});
  CHECK(parse_claim("mean(ap_*)").value() == Claim{Operation::mean, {id("ap_*")}});
  CHECK(parse_claim("count(ap_*,other)").value() == Claim{Operation::count, {id("ap_*"), id("other")}});
  for (const char* text : {"same(a)", "sum(a,b,c)", "difference(a,b)", "harmonic(a,b)"}) CHECK(parse_claim(text));
}

TEST_CASE("a claim looks up a cell of a table, or counts rows") {
  const Lookup flow{"flow", {{"unit", "pairs"}, {"step", "all"}}, "count"};
  CHECK(parse_claim("flow[unit=pairs,step=all].count").value() == Claim{Operation::cell, {{"", flow}}});
  CHECK(parse_claim("sum(flow[unit=pairs,step=all].count,f1.n)").value() ==
        Claim{Operation::sum, {{"", flow}, {"", {"f1", {}, "n"}}}});
  const Claim rows{Operation::rows, {{"", {"templates", {{"region", "lung"}}, ""}}}};
  CHECK(parse_claim("rows(templates[region=lung])").value() == rows);
  CHECK(parse_claim("rows(templates)").value() == Claim{Operation::rows, {{"", {"templates", {}, ""}}}});
}

TEST_CASE("values of a lookup that hold its own signs stand in quotes") {
  const auto value = [](const char* text) { return parse_claim(text).value().terms[0].lookup.where[0].second; };
  CHECK(value("flow[step='label:normal,abnormal_status:0'].count") == "label:normal,abnormal_status:0");
  CHECK(value("t[a='x]''y'].b") == "x]'y");
  CHECK(value("t[a=].b").empty());
  CHECK(value("t[a=viêm phổi (1.5)].b") == "viêm phổi (1.5)");
}

TEST_CASE("a text that is no claim is refused with what is wrong about it") {
  CHECK_THAT(reason(""), contains("no operation and no table"));
  CHECK_THAT(reason("share(a,b"), contains("not closed by )"));
  CHECK_THAT(reason("share(a)"), contains("too few or too many"));
  CHECK_THAT(reason("difference(a,b,c)"), contains("too few or too many"));
  CHECK_THAT(reason("product(a,b)"), contains("no such operation"));
  CHECK_THAT(reason("share(a,t.b)"), contains("must be all ids or all cells of tables"));
  CHECK_THAT(reason("mean(t.b)"), contains("must be ids"));
  CHECK_THAT(reason("rows(t.b)"), contains("leave .COLUMN out"));
  CHECK_THAT(reason("sum(t[a=1])"), contains("needs .COLUMN"));
  CHECK_THAT(reason("t[a=1]"), contains("needs .COLUMN"));
  CHECK_THAT(reason("t"), contains("needs .COLUMN"));
  CHECK_THAT(reason("t[a].b"), contains("COLUMN=VALUE"));
  CHECK_THAT(reason("t[a='1].b"), contains("not closed"));
  CHECK_THAT(reason("t[a=1.b"), contains("not closed by ]"));
  CHECK_THAT(reason("t[a=1].b c"), contains("something follows"));
  CHECK_THAT(reason("same(a) "), contains("something follows"));
  CHECK_THAT(reason("same(a,)"), contains("a term is missing"));
  CHECK_THAT(reason("same(,a)"), contains("a term is missing"));
  CHECK_THAT(reason("sum([a=1].b)"), contains("name of a table"));
}
