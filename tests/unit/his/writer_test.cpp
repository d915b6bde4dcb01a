// SPDX-License-Identifier: Apache-2.0
#include "his/writer.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "his/fixtures.hpp"

using namespace cxrval;
using namespace cxrval::his::fixtures;

namespace {

base::CivilTime time_of(const char* text) {
  return base::parse_iso(text).value();
}

std::vector<his::Session> invented() {
  his::Session one;
  one.facility_id = "25001";
  one.session_id = "0001";
  one.patient_id = "00042";
  one.patient_name = "INVENTED & SONS";
  one.sex = "F";
  one.birth_year = "1961";
  one.check_in = time_of("2020-11-02T07:31:40");
  one.check_out = time_of("2020-11-02T11:05");
  his::ServiceResult film;
  film.service_id = "18.0119.0028";
  film.service_name = "Chụp Xquang ngực thẳng";
  film.order_time = time_of("2020-11-02T07:40");
  film.result_time = time_of("2020-11-02T09:15");
  film.description = "- Phổi sáng.\n- a < b & c ]]> d";
  film.conclusion = "Bình thường";
  his::ServiceResult blood;
  blood.service_id = "22.0121.1369";
  blood.index_name = "Bạch cầu";
  blood.value = "7.5";
  one.services = {film, blood, film};
  his::Session two;
  two.facility_id = "25001";
  two.session_id = "0002";
  two.patient_id = "00043";
  two.check_in = time_of("2020-11-03T07:31");
  return {one, two};
}

}  // namespace

TEST_CASE("what is written reads back the same, packed or plain") {
  for (const his::Packing packing : {his::Packing::base64, his::Packing::plain}) {
    for (const bool orders : {true, false}) {
      const std::string text = his::write_envelope(invented(), {packing, orders, time_of("2020-12-01T08:00")});
      const Extracted all = extract(text);
      CHECK_FALSE(all.file_fault.has_value());
      CHECK_FALSE(all.miscount.has_value());
      REQUIRE(all.reports.size() == 2);
      const his::Report& report = all.reports[0];
      CHECK(report.session.patient_id == "00042");
      CHECK(report.session.sex == "F");
      CHECK(report.session.birth_year == "1961");
      CHECK(base::to_iso(*report.session.check_in) == "2020-11-02T07:31");
      CHECK(report.result.description == invented()[0].services[0].description);
      CHECK(report.result.conclusion == "Bình thường");
      CHECK(report.result.number == "1");
      CHECK(all.reports[1].result.number == "3");
      CHECK(all.counts.results_other_service == 1);
      CHECK(all.counts.sessions_no_report == 1);
      CHECK(all.adds_up());
    }
  }
}

TEST_CASE("elements stand in the order of the decision") {
  const std::string text = his::write_envelope(invented(), {his::Packing::plain, true, time_of("2020-12-01T08:00")});
  const auto in_order = [&](const std::vector<std::string>& names) {
    std::size_t at = 0;
    for (const std::string& name : names) {
      at = text.find('<' + name + '>', at);
      REQUIRE(at != std::string::npos);
    }
  };
  in_order({"MACSKCB", "NGAYLAP", "SOLUONGHOSO", "HOSO", "LOAIHOSO", "MA_LK", "STT", "MA_BN", "HO_TEN", "NGAY_SINH",
            "GIOI_TINH", "NGAY_VAO", "NGAY_RA", "NGAY_TTOAN", "MA_LOAI_KCB", "MA_CSKCB", "CAN_NANG"});
  in_order({"DSACH_CHI_TIET_DVKT", "MA_DICH_VU", "TEN_DICH_VU", "NGAY_YL", "NGAY_KQ", "MA_PTTT"});
  in_order({"DSACH_CHI_TIET_CLS", "CHI_TIET_CLS", "MA_LK", "STT", "MA_DICH_VU", "MA_CHI_SO", "TEN_CHI_SO", "GIA_TRI",
            "MA_MAY", "MO_TA", "KET_LUAN", "NGAY_KQ"});
  CHECK_THAT(text, contains("<NGAYLAP>20201201</NGAYLAP><SOLUONGHOSO>2</SOLUONGHOSO>"));
}

TEST_CASE("control characters are refused") {
  std::vector<his::Session> sessions = invented();
  sessions[0].services[0].description = "\x01";
  CHECK_THROWS_AS(his::write_envelope(sessions, {}), base::Error);
}
