// SPDX-License-Identifier: Apache-2.0
#include "his/writer.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "his/extracted.hpp"

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
  two.chart.address = "Xã Bịa & Đặt";
  two.chart.drugs = {{"40.1", "Thuốc bịa", "5mg", "Viên", "1.01", "Ngày 1 viên", "VD-1", 3, 250, two.check_in}};
  two.chart.care = {{"02.1896", "Khám Nội", 33200, two.check_in}};
  two.chart.notes = {{"Ho ]]> sốt", "", two.check_in}};
  return {one, two};
}

}  // namespace

TEST_CASE("what is written reads back the same, packed or plain, in the form of every decision") {
  for (const his::Packing packing : {his::Packing::base64, his::Packing::gzip, his::Packing::plain}) {
    for (const his::Decree decree : {his::Decree::qd4210, his::Decree::qd130}) {
      const bool orders = decree == his::Decree::qd4210;
      const std::string text = his::write_envelope(invented(), {packing, orders, time_of("2020-12-01T08:00"), decree});
      const Extracted all = extract(text);
      CHECK(all.rejections.empty());
      CHECK(all.counted);
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
      CHECK(all.counts.reports_other_service == 1);
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

TEST_CASE("drugs, care without a result and clinical notes have tables of their own") {
  const std::string old_form =
      his::write_envelope(invented(), {his::Packing::plain, true, time_of("2020-12-01T08:00")});
  CHECK_THAT(old_form, contains("<DSACH_CHI_TIET_THUOC><CHI_TIET_THUOC><MA_LK>0002</MA_LK><STT>1</STT>"));
  CHECK_THAT(old_form, contains("<SO_LUONG>3</SO_LUONG><DON_GIA>250</DON_GIA><THANH_TIEN>750</THANH_TIEN>"));
  CHECK_THAT(old_form, contains("<T_THUOC>750</T_THUOC>"));
  CHECK_THAT(old_form, contains("<DIEN_BIEN>Ho ]]&gt; sốt</DIEN_BIEN>"));
  CHECK_THAT(old_form, contains("Khám Nội"));
  CHECK(old_form.find("CHITIEU") == std::string::npos);
  const std::string new_form =
      his::write_envelope(invented(), {his::Packing::plain, true, time_of("2020-12-01T08:00"), his::Decree::qd130});
  CHECK_THAT(new_form, contains("<CHITIEU_CHITIET_DICHVUCANLAMSANG><DSACH_CHI_TIET_CLS><CHI_TIET_CLS>"));
  CHECK_THAT(new_form, contains("<NGAY_SINH>196101010000</NGAY_SINH>"));
  CHECK_THAT(new_form, contains("<THOI_DIEM_DBLS>202011030731</THOI_DIEM_DBLS>"));
  CHECK_THAT(new_form, contains("<DU_PHONG></DU_PHONG></CHI_TIET_CLS>"));
}

TEST_CASE("control characters are refused") {
  std::vector<his::Session> sessions = invented();
  sessions[0].services[0].description = "\x01";
  CHECK_THROWS_AS(his::write_envelope(sessions, {}), base::Error);
}
