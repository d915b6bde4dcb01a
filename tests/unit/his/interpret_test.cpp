// SPDX-License-Identifier: Apache-2.0
#include "his/interpret.hpp"

#include "catch.hpp"
#include "his/condensed.hpp"

using namespace cxrval;

namespace {

his::Record record_of(his::RecordKind kind, const std::vector<std::pair<his::Field, std::string>>& fields) {
  his::Record record;
  record.kind = kind;
  for (const auto& [field, text] : fields) record.fields[static_cast<std::size_t>(field)] = text;
  return record;
}

his::Record session(const std::string& sex, const std::string& born, const std::string& arrival) {
  return record_of(his::RecordKind::session, {{his::Field::session_id, " 7 "},
                                              {his::Field::patient_id, "0012"},
                                              {his::Field::sex, sex},
                                              {his::Field::birth_date, born},
                                              {his::Field::check_in, arrival}});
}

his::Profile clinic() {
  his::Profile profile;
  profile.time_forms = {"dd/MM/yyyy HH:mm", "dd/MM/yyyy"};
  profile.male = {"nam"};
  profile.female = {"nữ", "đàn bà"};
  profile.session = "visit";
  profile.session_fields[static_cast<std::size_t>(his::Field::check_in)] = "times/arrival";
  return profile;
}

}  // namespace

TEST_CASE("words of the sex are compared without regard to capitals, also Vietnamese ones") {
  const auto sex = [](const std::string& word) {
    return his::session_of(session(word, "", "01/02/2021"), clinic())->sex;
  };
  for (const char* word : {"nữ", "NỮ", " Nữ ", "ĐÀN BÀ", "Đàn bà"}) CHECK(sex(word) == "F");
  for (const char* word : {"nam", "Nam", "NAM"}) CHECK(sex(word) == "M");
  for (const char* word : {"", "nu", "n", "namm", "nừ"}) CHECK(sex(word).empty());
}

TEST_CASE("the birth year is that of a bare year, of digits with zeros for what is unknown, or of a time") {
  const auto year = [](const std::string& born) {
    return his::session_of(session("", born, "01/02/2021"), clinic())->birth_year;
  };
  for (const char* born : {"1961", "19610000", "19610230", "196102030405", "03/04/1961", "03/04/1961 07:30"}) {
    CHECK(year(born) == "1961");
  }
  for (const char* born : {"", "61", "1700", "22000101", "31/02/1961", "1961-04-03", "196"}) CHECK(year(born).empty());
}

TEST_CASE("times follow the forms of the profile") {
  const auto check_in = [](const std::string& text) { return his::session_of(session("", "", text), clinic()); };
  CHECK(base::to_iso(*check_in("31/01/2021 07:31")->check_in) == "2021-01-31T07:31");
  CHECK(base::to_iso(*check_in("31/01/2021")->check_in) == "2021-01-31T00:00");
  CHECK(check_in("202101310731").error() == "check-in time times/arrival is no time dd/MM/yyyy HH:mm");
  CHECK(check_in("").error() == "check-in time times/arrival is empty");
}

TEST_CASE("a condensed session is unpacked as it was, also before 1970 and without times") {
  for (const char* time : {"31/01/2021 07:31", "01/01/1969 00:00", "31/12/1899"}) {
    his::Dossier dossier;
    dossier.records = {session("nam", "1961", time)};
    dossier.records[0].position = {300, 70000};
    dossier.records[0].repaired = true;
    const his::CondensedDossier condensed = his::condense(dossier, clinic());
    REQUIRE(condensed.entries.size() == 1);
    const his::UnpackedSession one = his::unpack_session(condensed.entries[0].packed);
    CHECK(one.position.line == 300);
    CHECK(one.position.column == 70000);
    CHECK(one.repaired);
    CHECK(one.session.session_id == "7");
    CHECK(one.session.check_in->seconds == his::session_of(dossier.records[0], clinic())->check_in->seconds);
    CHECK_FALSE(one.session.check_out.has_value());
  }
}
