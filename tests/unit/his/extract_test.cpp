// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "his/extracted.hpp"

#include <map>
#include <random>
#include <set>

using namespace cxrval;
using namespace cxrval::his::fixtures;

TEST_CASE("a report carries its session and its own fields exactly") {
  const Extracted all = extract(envelope(hoso("0012", row("0012", " - Phổi\n sáng. "))));
  REQUIRE(all.reports.size() == 1);
  const his::Report& report = all.reports[0];
  CHECK(report.session.facility_id == "25001");
  CHECK(report.session.session_id == "0012");
  CHECK(report.session.patient_id == "P0012");
  CHECK(report.session.sex == "F");
  CHECK(report.session.birth_year == "1970");
  CHECK(base::to_iso(*report.session.check_in) == "2020-11-02T07:31");
  CHECK(base::to_iso(*report.session.check_out) == "2020-11-02T11:05");
  CHECK(report.result.service_id == "18.0119.0028");
  CHECK(base::to_iso(*report.result.result_time) == "2020-11-02T09:15");
  CHECK(report.result.description == " - Phổi\n sáng. ");
  CHECK(report.result.conclusion == "K");
  CHECK(all.adds_up());
}

TEST_CASE("every HOSO may repeat the results of all") {
  const std::string rows = row("A", "a") + row("B", "b") + row("B", "7", "22.0121.1369");
  const Extracted all = extract(envelope(hoso("A", rows) + hoso("B", rows), "2"));
  REQUIRE(all.reports.size() == 2);
  CHECK(all.reports[0].session.session_id == "A");
  CHECK(all.reports[0].result.description == "a");
  CHECK(all.reports[1].session.session_id == "B");
  CHECK(all.reports[1].result.description == "b");
  CHECK(all.counts.reports_merged == 2);
  CHECK(all.counts.reports_other_service == 2);
  CHECK(all.adds_up());
}

TEST_CASE("a result that stands only in another HOSO still finds its session") {
  const Extracted later = extract(envelope(hoso("A", row("B", "b")) + hoso("B", ""), "2"));
  REQUIRE(later.reports.size() == 1);
  CHECK(later.reports[0].session.session_id == "B");
  const Extracted earlier = extract(envelope(hoso("B", "") + hoso("A", row("B", "b")), "2"));
  REQUIRE(earlier.reports.size() == 1);
  CHECK(earlier.reports[0].session.session_id == "B");
  CHECK(earlier.counts.sessions_no_report == 1);
  CHECK(earlier.adds_up());
}

TEST_CASE("a result without a session in its file is rejected, once for all its copies") {
  const Extracted all = extract(envelope(hoso("A", row("X", "x") + row("X", "x"))));
  CHECK(all.reasons() == "report a.xml:1:" + std::to_string(all.rejections[0].fault.place.column) +
                             ": no session of this file has its code\n");
  CHECK(all.rejections[0].record == "MA_LK=X; STT=1; MA_DICH_VU=18.0119.0028; NGAY_KQ=202011020915");
  CHECK(all.counts.reports_merged == 1);
  CHECK(all.adds_up());
}

TEST_CASE("a session without table XML4 is a session without reports") {
  const Extracted all = extract(envelope(element("HOSO", packed("XML1", header("A")))));
  CHECK(all.counts.sessions_no_report == 1);
  CHECK(all.rejections.empty());
  CHECK(all.adds_up());
}

TEST_CASE("an empty check-out is an open session, a date alone is a whole day") {
  const auto with = [](const std::string& check_in, const std::string& check_out) {
    return extract(envelope(
        element("HOSO", packed("XML1", header("A", check_in, check_out)) + packed("XML4", list(row("A", "x"))))));
  };
  CHECK_FALSE(with("202011020731", "").reports.at(0).session.check_out.has_value());
  const his::Session days = with("20201102", "20201103").reports.at(0).session;
  CHECK(base::to_iso(*days.check_in) == "2020-11-02T00:00");
  CHECK(base::to_iso(*days.check_out) == "2020-11-03T23:59");
  CHECK(base::to_iso(*with("20201102073159", "").reports.at(0).session.check_in) == "2020-11-02T07:31:59");
  for (const char* bad : {"000000000000", "202013020731", "202002300731", "2020110207", "2020-11-02", "x"}) {
    CAPTURE(bad);
    CHECK_THAT(with(bad, "").reasons(), contains("check-in time NGAY_VAO is no time yyyyMMddHHmm"));
    CHECK_THAT(with("202011020731", bad).reasons(), contains("check-out time NGAY_RA is no time yyyyMMddHHmm"));
    CHECK(with(bad, "").adds_up());
  }
  CHECK_THAT(with("", "").reasons(), contains("check-in time NGAY_VAO is empty"));
}

TEST_CASE("a report time may be empty but not wrong") {
  const auto with = [](const std::string& time) {
    return extract(envelope(hoso("A", row("A", "x", "18.0119.0028", time))));
  };
  CHECK_FALSE(with("").reports.at(0).result.result_time.has_value());
  CHECK_THAT(with("20201102").reasons(), contains("report time NGAY_KQ is no time yyyyMMddHHmm"));
  CHECK(with("202011029999").rejections.at(0).record ==
        "MA_LK=A; STT=1; MA_DICH_VU=18.0119.0028; NGAY_KQ=202011029999");
}

TEST_CASE("one bad HOSO is rejected and the others are read") {
  const std::string bad = element("HOSO", packed("XML1", header("B")) + table("XML4", "%%%"));
  const Extracted all =
      extract(envelope(hoso("A", row("A", "a") + row("B", "b")) + "\n" + bad + hoso("C", row("C", "c")), "3"));
  REQUIRE(all.reports.size() == 2);
  CHECK(all.reports[1].session.session_id == "C");
  REQUIRE(all.rejections.size() == 2);
  CHECK(all.rejections[0].fault.reason == "its session was rejected");
  CHECK(all.rejections[1].fault.reason == "XML4 payload is not base64");
  CHECK(all.rejections[1].fault.place.line == 2);
  CHECK(all.rejections[1].record == "MA_LK=B; MA_BN=PB; NGAY_VAO=202011020731; NGAY_RA=202011021105");
  CHECK(all.adds_up());
}

TEST_CASE("a session needs its codes") {
  const auto with = [](const std::string& fields) {
    return extract(envelope(element("HOSO", packed("XML1", element("TONG_HOP", fields)))));
  };
  CHECK_THAT(with("<MA_BN>1</MA_BN>").reasons(), contains("session code MA_LK is empty"));
  CHECK_THAT(with("<MA_LK>1</MA_LK><MA_BN> </MA_BN>").reasons(), contains("patient code MA_BN is empty"));
}

TEST_CASE("what stands before a cut is read, and the file is a fault") {
  const std::string whole = envelope(hoso("A", row("A", "a")) + hoso("B", row("B", "b")) + hoso("C", ""), "3");
  const Extracted all = extract(whole.substr(0, whole.find("<HOSO>", whole.find("</HOSO>") + 20) - 100));
  CHECK(all.reports.size() == 1);
  CHECK(all.rejected(his::Unit::file) == 1);
  CHECK(all.rejected(his::Unit::session) == 2);
  CHECK(all.counts.sessions == 3);
  CHECK(all.adds_up());
}

TEST_CASE("a damaged tag costs its own session and no other") {
  const std::string one = hoso("A", row("A", "a"));
  const std::string two = hoso("B", row("B", "b"));
  const std::string three = hoso("C", row("C", "c"));
  for (const char* tag : {"<HOSO>", "</HOSO>"}) {
    std::string damaged = two;
    damaged[damaged.find(tag) + 2] = '\x01';
    const Extracted all = extract(envelope(one + damaged + three, "3"));
    CAPTURE(tag, all.reasons());
    CHECK(all.counts.sessions == 3);
    CHECK(all.counts.sessions_with_report == 2);
    CHECK(all.rejected(his::Unit::session) == 1);
    CHECK(all.adds_up());
  }
}

TEST_CASE("a wrong SOLUONGHOSO is told") {
  CHECK(extract(envelope(hoso("A", ""), "1")).counted);
  CHECK_FALSE(extract(envelope(hoso("A", "") + hoso("B", ""), "1")).counted);
  CHECK(extract(envelope(hoso("A", ""), "2")).rejected(his::Unit::session) == 1);
}

TEST_CASE("a HOSO of a check-in message alone is no session") {
  const Extracted all = extract(envelope(
      element("HOSO", packed("XML0", element("TRANG_THAI_KCB", element("MA_LK", "A") + element("MA_BN", "1"))))));
  CHECK(all.counts.sessions_no_header == 1);
  CHECK(all.adds_up());
}

TEST_CASE("versions are told apart by NGAYLAP across files") {
  const auto made = [](const std::string& day, const std::string& text) {
    std::string file = envelope(hoso("A", row("A", text)));
    file.insert(file.find("<SOLUONGHOSO>"), element("NGAYLAP", day));
    return file;
  };
  const Extracted all = extract({made("20201103", "old"), made("20201105", "new"), made("20201105", "new")});
  REQUIRE(all.reports.size() == 1);
  CHECK(all.reports[0].result.description == "new");
  CHECK(all.reports[0].supersedes);
  CHECK(all.reports[0].source == "b.xml");
  CHECK(all.counts.sessions_superseded == 1);
  CHECK(all.counts.reports_superseded == 1);
  CHECK(all.counts.sessions_merged == 1);
  CHECK(all.adds_up());
}

TEST_CASE("joining agrees with an obvious search on random files") {
  std::mt19937 random(7);
  const std::vector<std::string> ids = {"A", "B", "C", "D"};
  for (int trial = 0; trial < 300; ++trial) {
    std::set<std::string> sessions;
    std::multiset<std::pair<std::string, std::string>> rows;
    std::string dossiers;
    for (const std::string& id : ids) {
      if (random() % 4 == 0) continue;
      sessions.insert(id);
      std::string mine;
      for (std::size_t i = random() % 5; i > 0; --i) {
        const std::string owner = ids[random() % ids.size()];
        const std::string text(1, static_cast<char>('x' + random() % 3));
        rows.emplace(owner, text);
        mine += row(owner, text);
      }
      dossiers += hoso(id, mine);
    }
    std::set<std::pair<std::string, std::string>> expected;
    std::set<std::pair<std::string, std::string>> orphans;
    for (const auto& one : rows) (sessions.contains(one.first) ? expected : orphans).insert(one);
    const Extracted all = extract(envelope(dossiers, std::to_string(sessions.size())));
    std::multiset<std::pair<std::string, std::string>> found;
    for (const his::Report& report : all.reports) {
      CHECK(report.session.patient_id == "P" + report.session.session_id);
      found.emplace(report.session.session_id, report.result.description);
    }
    CHECK(std::multiset<std::pair<std::string, std::string>>(expected.begin(), expected.end()) == found);
    CHECK(all.rejected(his::Unit::report) == orphans.size());
    CHECK(all.counts.reports == rows.size());
    CHECK(all.adds_up());
  }
}
