// SPDX-License-Identifier: Apache-2.0
#include "deid/row_rule.hpp"

#include "catch.hpp"

#include <stdexcept>
#include <string>
#include <vector>

using namespace cxrval;
using deid::Column;
using deid::RowRule;
using deid::Treatment;
using Cells = std::vector<std::string>;

namespace {

const deid::Key key("0123456789abcdef0123456789abcdef");

RowRule rule_of(const Cells& names, const std::string& ids = "trim", bool keep_text = false) {
  return RowRule(deid::treated(names), {key, *deid::PatientIdRule::parse(ids), keep_text});
}

Cells applied(const RowRule& rule, Cells cells) {
  rule.apply(cells);
  return cells;
}

std::string one(Treatment treatment, const std::string& cell) {
  return applied(RowRule({{"c", treatment}}, {key, {}, false}), {cell})[0];
}

}  // namespace

TEST_CASE("a report's row becomes one that names nobody") {
  const Cells names{"facility_id",   "session_id",     "patient_id", "sex",         "birth_year",
                    "check_in_time", "check_out_time", "service_id", "report_time", "description",
                    "conclusion",    "warnings",       "source"};
  const RowRule rule = rule_of(names);
  Cells expected_names = names;
  expected_names[4] = "age_band";
  CHECK(rule.columns() == expected_names);
  const Cells row = applied(rule, {"01234", "S1", " 0012", "M", "1950", "2020-03-10T08:00", "", "18.0119.0028",
                                   "2020-03-10T09:30", "text", "more", "session_open", "BN0012.xml"});
  const int weeks = key.shift_weeks("0012");
  const auto moved = base::parse_iso(row[5]);
  REQUIRE(moved);
  CHECK(moved->seconds - base::parse_iso("2020-03-10T08:00")->seconds == weeks * 7 * 86400);
  CHECK(base::parse_iso(row[8])->seconds - moved->seconds == 90 * 60);
  CHECK(row == Cells{key.facility("01234"), key.session("S1"), key.patient("0012"), "M", "70-79y", row[5], "",
                     "18.0119.0028", row[8], "", "", "session_open", key.path("BN0012.xml")});
}

TEST_CASE("ids that differ in form only have one pseudonym and one shift under the rules that make them equal") {
  const Cells names{"patient_id", "study_time"};
  const RowRule loose = rule_of(names, "trim,upper,strip-leading-zeros");
  const Cells plain = applied(loose, {"12AB", "2020-03-10T08:00"});
  for (const char* id : {"0012AB ", "12ab", " 0012aB"}) {
    INFO(id);
    CHECK(applied(loose, {id, "2020-03-10T08:00"}) == plain);
  }
  const RowRule strict = rule_of(names);
  CHECK(applied(strict, {"0012AB", ""})[0] != applied(strict, {"12AB", ""})[0]);
  CHECK(applied(strict, {" 12AB ", "2020-03-10T08:00"}) == plain);
}

TEST_CASE("all times of a patient move alike, in every row and table") {
  const RowRule reports = rule_of({"check_in_time", "patient_id", "report_time"});
  const RowRule images = rule_of({"study_time", "patient_id"});
  for (int i = 0; i < 500; ++i) {
    const std::string id = std::to_string(i);
    const Cells report = applied(reports, {"2020-02-28T23:59", id, "2020-03-01T00:01:30"});
    const Cells image = applied(images, {"2020-02-29T12:00:00", id});
    const std::int64_t check_in = base::parse_iso(report[0])->seconds;
    CHECK(base::parse_iso(report[2])->seconds - check_in == 86400 + 150);
    CHECK(base::parse_iso(image[0])->seconds - check_in == 12 * 3600 + 60);
    CHECK((base::parse_iso("2020-02-28T23:59")->seconds - check_in) % (7 * 86400) == 0);
  }
}

TEST_CASE("a row without a patient has no times, but an age band") {
  const RowRule rule = rule_of({"patient_id", "study_time", "birth_year"});
  CHECK(applied(rule, {"  ", "2020-03-10T08:00", "1950"}) == Cells{"", "", "70-79y"});
}

TEST_CASE("what cannot be read is left out, not passed on") {
  const RowRule rule = rule_of({"patient_id", "study_time", "birth_year", "age", "probability"});
  CHECK(rule.columns() == Cells{"patient_id", "study_time", "age_band", "stated_age_band", "probability"});
  const Cells row = applied(rule, {"1", "Nguyen Van A", "1950", "45 tuoi", "Nguyen"});
  CHECK(row == Cells{key.patient("1"), "", "", "", ""});
  CHECK(applied(rule, {"1", "2020-03-10T08:00", "Nguyen", "045Y", "0.25"})[2].empty());
  CHECK(applied(rule, {"1", "2020-03-10T08:00", "", "045Y", "0.25"})[3] == "40-49y");
}

TEST_CASE("each treatment does its own work") {
  CHECK(one(Treatment::keep, "M") == "M");
  CHECK(one(Treatment::number, "-1.5e-07\\2") == "-1.5e-07\\2");
  CHECK(one(Treatment::number, "BN1").empty());
  CHECK(one(Treatment::drop, "x").empty());
  CHECK(one(Treatment::text, "x").empty());
  CHECK(one(Treatment::session_id, " S1 ") == key.session("S1"));
  CHECK(one(Treatment::accession, "A") == key.accession("A"));
  CHECK(one(Treatment::uid, "1.2\\1.3") == key.uid("1.2") + "\\" + key.uid("1.3"));
  CHECK(one(Treatment::uid, "1.2.840.10008.1.2") == key.uid("1.2.840.10008.1.2"));
  CHECK(one(Treatment::class_uid, "1.2.840.10008.1.2") == "1.2.840.10008.1.2");
  CHECK(one(Treatment::class_uid, "1.2.840.10008.Nguyen") == key.uid("1.2.840.10008.Nguyen"));
  CHECK(one(Treatment::service_id, "18.0119.0028_GT") == "18.0119.0028_GT");
  CHECK(one(Treatment::service_id, "18.0119.0028.K.01234") == "18.0119.0028.K");
  CHECK(one(Treatment::path, "a/0012.dcm") == key.path("a/0012.dcm"));
  CHECK(one(Treatment::path, key.path("a")) == key.path("a"));
  CHECK(one(Treatment::path, "stdin") == "stdin");
}

TEST_CASE("free text stays only where it is asked for") {
  CHECK(applied(rule_of({"description"}, "trim", true), {"text"}) == Cells{"text"});
  CHECK(applied(rule_of({"description"}), {"text"}) == Cells{""});
}

TEST_CASE("a column that nobody thought about is refused") {
  CHECK_THROWS_AS(deid::treated({"patient_id", "patient_name"}), std::logic_error);
  const std::vector<Column> own{{"patient_name", Treatment::drop}, {"sex", Treatment::drop}};
  const std::vector<Column> columns = deid::treated({"patient_name", "sex"}, own);
  CHECK(columns[0].treatment == Treatment::drop);
  CHECK(columns[1].treatment == Treatment::drop);
}

TEST_CASE("a row must have its table's cells, and a table one column of a name") {
  Cells two{"1", "2"};
  CHECK_THROWS_AS(rule_of({"patient_id"}).apply(two), std::logic_error);
  CHECK_THROWS_AS(RowRule({{"age_band", Treatment::keep}, {"birth_year", Treatment::birth_year}}, {key, {}, false}),
                  std::logic_error);
  CHECK(RowRule({{"study_birth_year", Treatment::birth_year}, {"PatientAge", Treatment::age}}, {key, {}, false})
            .columns() == Cells{"study_age_band", "PatientAge_band"});
}

TEST_CASE("the first patient id of a row decides how far its times move") {
  const RowRule rule({{"patient_id", Treatment::patient_id}, {"other", Treatment::patient_id}, {"t", Treatment::time}},
                     {key, {}, false});
  CHECK(applied(rule, {"1", "2", "2020-03-10T08:00"})[2] == applied(rule, {"1", "3", "2020-03-10T08:00"})[2]);
  CHECK(applied(rule, {"", "2", "2020-03-10T08:00"})[2].empty());
}
