// SPDX-License-Identifier: Apache-2.0
#include "collecting.hpp"

using namespace cxrval;
using namespace cxrval::collecting;

namespace {

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a report carries its session and its own fields exactly, also through a file") {
  const std::size_t memory = GENERATE(0, 1000000);
  const Collected all = collect({{{{session("0012"), report("0012", " - Phổi\n sáng. ")}}}}, memory);
  REQUIRE(all.reports.size() == 1);
  const his::Report& one = all.reports[0];
  CHECK(one.session.facility_id == "25001");
  CHECK(one.session.session_id == "0012");
  CHECK(one.session.patient_id == "P");
  CHECK(one.session.sex == "F");
  CHECK(one.session.birth_year == "1970");
  CHECK(base::to_iso(*one.session.check_in) == "2020-11-02T07:31");
  CHECK(base::to_iso(*one.session.check_out) == "2020-11-02T11:05");
  CHECK(one.result.number == "1");
  CHECK(one.result.service_id == "18.0119.0028");
  CHECK(base::to_iso(*one.result.result_time) == "2020-11-02T09:15");
  CHECK(one.result.description == " - Phổi\n sáng. ");
  CHECK(one.source == "a.xml");
  CHECK_FALSE(one.supersedes);
}

TEST_CASE("a report finds its session before and behind it, and copies of rows are merged") {
  const Collected all = collect({{{{report("B", "b"), session("A"), report("A", "a"), report("A", "a")},
                                   {session("B"), report("A", "a"), report("B", "b"), report("B", "c")}}}});
  CHECK(all.texts() == Texts{"b@a.xml", "a@a.xml", "c@a.xml"});
  CHECK(all.reports[0].session.session_id == "B");
  CHECK(all.counts.reports_merged == 3);
  CHECK(all.counts.sessions_with_report == 2);
}

TEST_CASE("copies of a session are merged within a file and across files") {
  const File file{{{session("A"), report("A", "a")}, {session("A")}, {session("B")}}};
  const Collected all = collect({file, file});
  CHECK(all.texts() == Texts{"a@a.xml"});
  CHECK(all.counts.sessions == 6);
  CHECK(all.counts.sessions_merged == 4);
  CHECK(all.counts.sessions_no_report == 1);
  CHECK(all.counts.reports_merged == 1);
  CHECK(all.rejections.empty());
}

TEST_CASE("the same session code of two facilities is two sessions") {
  const auto with = [](const std::string& facility, const std::string& own) {
    return File{{{session("A", "P", own), report("A", "a")}}, std::nullopt, 0, 0, facility};
  };
  const Collected all = collect({with("1", ""), with("2", ""), with("9", "1")});
  CHECK(all.texts() == Texts{"a@a.xml", "a@b.xml"});
  // The third names the facility of the first itself, which is another way to say the same.
  CHECK(all.counts.sessions_merged == 1);
}

TEST_CASE("the latest version of a session holds, and says that it supersedes others") {
  const File old{{{session("A"), report("A", "old"), report("A", "kept")}}, 3};
  const File corrected{{{session("A"), report("A", "new"), report("A", "kept")}}, 5};
  const Collected forward = collect({old, corrected});
  CHECK(forward.texts() == Texts{"new@b.xml", "kept@b.xml"});
  CHECK(forward.reports[0].supersedes);
  CHECK(forward.counts.sessions_superseded == 1);
  CHECK(forward.counts.reports_superseded == 2);
  CHECK(collect({corrected, old}).texts() == Texts{"new@a.xml", "kept@a.xml"});
}

TEST_CASE("a version that comes back later holds again") {
  const auto version = [](const std::string& text, int day) { return File{{{session("A"), report("A", text)}}, day}; };
  const Collected all = collect({version("a", 1), version("b", 2), version("a", 3)});
  CHECK(all.texts() == Texts{"a@a.xml"});
  CHECK(all.reports[0].supersedes);
  CHECK(all.counts.sessions_superseded == 1);
  CHECK(all.counts.sessions_merged == 1);
}

TEST_CASE("versions of the same latest day, and any without a day, are rejected, not guessed between") {
  const auto version = [](const std::string& text, std::optional<int> day) {
    return File{{{session("A"), report("A", text)}}, day};
  };
  const std::string reason =
      "another file gives this session with other contents and is not older, or one has no date; keep the one that "
      "holds";
  const Collected tie = collect({version("old", 1), version("a", 2), version("b", 2), version("b", 1)});
  CHECK(tie.texts().empty());
  CHECK(tie.reasons() == Texts{"session b.xml:3:7: " + reason, "report b.xml:4:8: its session was rejected",
                               "session c.xml:3:7: " + reason, "report c.xml:4:8: its session was rejected"});
  CHECK(tie.rejections[0].record == "MA_LK=A; MA_BN=P; NGAY_VAO=202011020731; NGAY_RA=202011021105");
  CHECK(tie.counts.sessions_superseded == 1);
  CHECK(tie.counts.sessions_merged == 1);
  const Collected undated = collect({version("a", std::nullopt), version("b", 2), version("c", 1)});
  CHECK(undated.rejected(his::Unit::session) == 2);
  CHECK(undated.counts.sessions_superseded == 1);
  CHECK(collect({version("a", std::nullopt), version("a", 3), version("b", 2)}).texts() == Texts{"a@a.xml"});
}

TEST_CASE("two different headers of a session in one file are rejected, unless a later file settles it") {
  const File torn{{{session("A", "P1"), report("A", "a")}, {session("A", "P2")}, {session("A", "P2")}}, 4};
  const Collected all = collect({torn});
  CHECK(all.rejected(his::Unit::session) == 2);
  CHECK(all.rejected(his::Unit::report) == 1);
  CHECK(all.counts.sessions_merged == 1);
  CHECK_THAT(all.reasons()[0], contains("twice with different contents; keep the one that holds"));
  const Collected settled = collect({torn, File{{{session("A", "P1"), report("A", "a")}}, 5}});
  CHECK(settled.texts() == Texts{"a@b.xml"});
  CHECK(settled.counts.sessions_superseded == 2);
  const Collected later = collect({File{{{session("A", "P1"), report("A", "a")}}, 3}, torn});
  CHECK(later.texts().empty());
  CHECK(later.counts.sessions_superseded == 1);
}

TEST_CASE("one code for sessions of two facilities in a file is rejected") {
  const Collected all = collect({{{{session("A", "P", "1"), report("A", "a")}, {session("A", "P", "2")}}}});
  CHECK(all.rejected(his::Unit::session) == 2);
  CHECK_THAT(all.reasons()[0], contains("two facilities; export each facility by itself"));
}

TEST_CASE("what is unusable is rejected and leaves older versions as they are") {
  his::Record bad = session("A");
  bad.fields[static_cast<std::size_t>(his::Field::check_in)] = "202013020731";
  const File good{{{session("A"), report("A", "a")}}, 1};
  const Collected all = collect({good, File{{{bad, report("A", "b")}}, 2}});
  CHECK(all.texts() == Texts{"a@a.xml"});
  CHECK(all.reasons() == Texts{"session b.xml:3:7: check-in time NGAY_VAO is no time yyyyMMddHHmm",
                               "report b.xml:4:8: its session was rejected"});
}

TEST_CASE("reports without a time that can be read, without a code or without a session are rejected") {
  const Collected all = collect({{{{session("A"), report("A", "a", "20201102"), report("A", "a", "20201102"),
                                    report(" ", "b"), report("X", "c"), report("X", "c"), report("A", "d", "")}}}});
  CHECK(all.texts() == Texts{"d@a.xml"});
  CHECK_FALSE(all.reports[0].result.result_time.has_value());
  CHECK(all.reasons() == Texts{"report a.xml:4:8: report time NGAY_KQ is no time yyyyMMddHHmm",
                               "report a.xml:4:8: session code MA_LK is empty",
                               "report a.xml:4:8: no session of this file has its code"});
  CHECK(all.rejections[0].record == "MA_LK=A; STT=1; MA_DICH_VU=18.0119.0028; NGAY_KQ=20201102");
  CHECK(all.counts.reports_merged == 2);
}

TEST_CASE("an unusable report of a superseded version is superseded with it") {
  const Collected all =
      collect({File{{{session("A"), report("A", "a", "x")}}, 1}, File{{{session("A"), report("A", "a")}}, 2}});
  CHECK(all.texts() == Texts{"a@b.xml"});
  CHECK(all.rejections.empty());
  CHECK(all.counts.reports_superseded == 1);
}

TEST_CASE("dossiers without a session are told from those that are lost") {
  his::Dossier flawed;
  flawed.flaw = his::Flaw{{5, 2}, "XML1 payload is not base64", "payload:1:30"};
  his::Dossier with_session = flawed;
  with_session.records = {session("A"), report("A", "a")};
  base::Spool spool("", 1000000);
  his::Collector collector(spool);
  collector.begin_file("a.xml");
  collector.take(his::condense({}, his::moh_profile()));
  collector.take(his::condense(flawed, his::moh_profile()));
  collector.take(his::condense(with_session, his::moh_profile()));
  his::Envelope envelope;
  envelope.dossiers = 5;
  envelope.stray_dossiers = 2;
  envelope.declared = 12;
  envelope.declared_position = {1, 60};
  CHECK(collector.end_file(envelope));
  Collected all;
  collector.finish([&](const his::Report& one) { all.reports.push_back(one); },
                   [&](const his::Rejection& one) { all.rejections.push_back(one); });
  all.counts = collector.counts();
  CHECK(all.adds_up());
  CHECK(all.counts.sessions_no_header == 1);
  CHECK(all.counts.sessions == 12);
  CHECK(all.reasons() ==
        Texts{"session a.xml:5:2: XML1 payload is not base64", "session a.xml:5:2: XML1 payload is not base64",
              "report a.xml:4:8: its session was rejected",
              "session a.xml: the beginning of its dossier is lost; its file is damaged",
              "session a.xml:1:60: a session that is declared here lies in the damaged part of the file"});
  CHECK(all.rejections[0].record == "payload:1:30");
  CHECK(all.rejections[3].count == 2);
  CHECK(all.rejections[4].count == 7);
}

TEST_CASE("dossiers that are declared and did not come are rejected, too many of them are only told") {
  CHECK(collect({{{{session("A")}}, 1, 1}}).counted[0]);
  const Collected more = collect({{{{session("A")}}, 1, 3}});
  CHECK(more.counted[0]);
  CHECK(more.counts.sessions == 3);
  CHECK(more.reasons() == Texts{"session a.xml: a session that is declared here is not in the file"});
  CHECK(more.rejections[0].count == 2);
  CHECK_FALSE(collect({{{{session("A")}, {session("B")}}, 2, 1}}).counted[0]);
  CHECK_FALSE(collect({{{{session("A")}}, 1, 2000000}}).counted[0]);
  File cut{{{session("A")}}, 1, 3};
  cut.fault = "was cut off";
  const Collected lost = collect({cut});
  CHECK(lost.counted[0]);
  CHECK(lost.rejected(his::Unit::session) == 2);
  CHECK(lost.reasons().back() == "file a.xml:9:9: was cut off");
  cut.declared = 1000000000000;
  const Collected lie = collect({cut});
  CHECK_FALSE(lie.counted[0]);
  CHECK(lie.counts.sessions == 1);
}

TEST_CASE("look-alike codes are counted by code, and what is no code as other") {
  base::Spool spool("", 1000000);
  his::Collector collector(spool);
  collector.begin_file("a.xml");
  his::Dossier dossier;
  dossier.look_alikes = {{"18.0120.0028", 2}, {"18.0119.0028 Nguyen Van A", 1}};
  dossier.other_services = 9;
  for (int i = 0; i < 2; ++i) collector.take(his::condense(dossier, his::moh_profile()));
  for (int i = 0; i < 5000; ++i) {
    his::Dossier many;
    many.look_alikes = {{"18.0119.0028_" + std::to_string(i), 1}};
    many.other_services = 1;
    collector.take(his::condense(many, his::moh_profile()));
  }
  CHECK(collector.look_alikes().at("18.0120.0028") == 4);
  CHECK(collector.look_alikes().at("other") > 3000);
  CHECK(collector.look_alikes().size() <= 1001);
  CHECK(collector.counts().reports_other_service == 5018);
}
