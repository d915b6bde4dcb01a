// SPDX-License-Identifier: Apache-2.0
#include "his/profile.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "his/reading.hpp"

#include <optional>

using namespace cxrval;
using namespace cxrval::his::fixtures;

namespace {

his::Profile profile_of(const std::string& path) {
  const auto source = base::open_source(path);
  return his::read_profile(*source);
}

const std::string least =
    "session = visit\nsession.session_id = @id\nsession.patient_id = p\nsession.check_in = in\n"
    "report = result\nreport.report_time = time\nreport.description = text\ntime_form = yyyy-MM-dd HH:mm\n";

std::string fault_of(const std::string& text) {
  const auto source = base::memory_source(text, "p");
  try {
    his::read_profile(*source);
  } catch (const base::Error& error) {
    const std::string place = base::to_string(error.place());
    return place + ": " + error.reason();
  }
  return "none";
}

}  // namespace

TEST_CASE("the built-in profile is data/his/moh.profile") {
  CHECK(profile_of(CXRVAL_SOURCE_DIR "/data/his/moh.profile") == his::moh_profile());
}

TEST_CASE("the export of another system is read by its profile") {
  const his::Profile profile = profile_of(CXRVAL_TEST_DATA "/clinic.profile");
  CHECK(profile.services == std::vector<std::string>{"XR-CHEST-PA", "XR-CHEST-BED"});
  CHECK(profile.female == std::vector<std::string>{"Nữ", "F"});
  const auto source = base::open_source(CXRVAL_TEST_DATA "/clinic.xml");
  const std::string text = base::read_all(*source, 1 << 20);
  for (std::size_t piece : {1, 1000}) {
    const File file = read_file(text, profile, piece);
    CHECK(file.fault() == "");
    CHECK(file.flaw() == "");
    CHECK(file.envelope.facility_id == "H07");
    CHECK(base::to_iso(file.envelope.made.value()) == "2020-11-30T08:15:00");
    CHECK(file.sessions() == "V-0001;V-0002");
    CHECK(file.values(his::RecordKind::session, his::Field::patient_id) == "00071;00072");
    CHECK(file.values(his::RecordKind::session, his::Field::check_out) == "02/11/2020 11:05:00;");
    CHECK(file.values(his::RecordKind::report, his::Field::session_id) == "V-0001");
    CHECK(file.values(his::RecordKind::report, his::Field::service_id) == "XR-CHEST-PA");
    CHECK_THAT(file.descriptions(), contains("màng phổi"));
    CHECK(file.dossiers.at(0).other_services == 1);
  }
}

TEST_CASE("a profile needs few keys, and blanks, comments and marks do no harm") {
  CHECK(fault_of(least) == "none");
  CHECK(fault_of("\xEF\xBB\xBF# c\r\n\r\n" + least + "  male =\tm , nam\r\n") == "none");
}

TEST_CASE("what is no profile is said with its place") {
  CHECK(fault_of("") == "p: lacks the key session");
  CHECK(fault_of("session") == "p:1:1: no profile line; write key = value, or # and a comment");
  CHECK(fault_of("\n  sesion = a\n") == "p:2:3: unknown key; docs/formats.md lists the keys of a profile");
  CHECK(fault_of("session.number = a\n") == "p:1:1: unknown key; docs/formats.md lists the keys of a profile");
  CHECK(fault_of("session = a\nsession = b\n") == "p:2:1: key that was given before");
  CHECK(fault_of("session =  \n") == "p:1:1: key without a value; leave out what the files do not have");
  CHECK(fault_of("dossier = a/b\n") == "p:1:11: no name of one element");
  CHECK(fault_of("session = a/@b\n") == "p:1:11: no path of an element; write names of elements with / between them");
  CHECK(fault_of("report.number = @a/b\n") == "p:1:17: an attribute stands before the end of a path");
  for (const char* path : {"a//b", "/a", "a/", "d:a", "1a", "a b", "@", "a/*"}) {
    CHECK_THAT(fault_of("session.sex = " + std::string(path) + "\n"), contains("no path; write names of elements"));
  }
  CHECK(fault_of("report.number = a/b/c/d/e/f/g/h/i\n") == "p:1:17: a path of more than 8 steps");
  CHECK(fault_of("time_form = yyyyMM\n") == "p:1:13: time form lacks yyyy, MM or dd");
  CHECK(fault_of("time_form = yyyyMMdd\ntime_form = yyyyMMdd\n") == "p:2:13: time form that was given before");
  CHECK(fault_of("male = ,\n") == "p:1:8: list without a word");
  CHECK(fault_of(least + "services = X\n") == "p: lacks the key report.service_id, which services needs");
  CHECK(fault_of(least + "payload_take = X\n") == "p: lacks the key payload_table, which payload_take needs");
  CHECK(fault_of(least + "session.sex = p\n") == "p:9: path that another field has");
  CHECK(fault_of(least + "session.sex = p/sex\n") == "p:9: path inside the element of another field");
  CHECK(fault_of(least + "session.sex = p/@sex\nsession.birth_date = pp\n") == "none");
  CHECK(fault_of("session = \xFF") == "p: is not UTF-8; save the profile as UTF-8");
}
