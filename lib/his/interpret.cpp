// SPDX-License-Identifier: Apache-2.0
#include "his/interpret.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace cxrval::his {
namespace {

using base::DateOnly;

std::string sex_of(std::string_view code) {
  if (code == "1" || code == "01") return "M";
  if (code == "2" || code == "02") return "F";
  if (code == "3" || code == "03") return "O";
  return "";
}

// NGAY_SINH is yyyyMMdd (QD 4210), yyyyMMddHHmm (QD 130) or a bare year; unknown months and days are zeros.
std::string birth_year_of(std::string_view date) {
  const bool whole = date.size() == 4 || date.size() == 8 || date.size() == 12 || date.size() == 14;
  const bool digits = std::all_of(date.begin(), date.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!whole || !digits) return "";
  const std::string_view year = date.substr(0, 4);
  return year >= "1800" && year < "2200" ? std::string(year) : "";
}

}  // namespace

tl::expected<Session, std::string> session_of(const Record& record, const std::string& facility_id) {
  using tl::unexpected;
  if (!record.problem.empty()) return unexpected("TONG_HOP " + record.problem);
  Session session;
  session.session_id = record.trimmed(Field::ma_lk);
  session.patient_id = record.trimmed(Field::ma_bn);
  session.facility_id = record.trimmed(Field::ma_cskcb);
  if (session.facility_id.empty()) session.facility_id = facility_id;
  session.sex = sex_of(record.trimmed(Field::gioi_tinh));
  session.birth_year = birth_year_of(record.trimmed(Field::ngay_sinh));
  if (session.session_id.empty()) return unexpected<std::string>("session code MA_LK is empty");
  if (session.patient_id.empty()) return unexpected<std::string>("patient code MA_BN is empty");
  const std::string_view check_in = record.trimmed(Field::ngay_vao);
  const std::string_view check_out = record.trimmed(Field::ngay_ra);
  if (check_in.empty()) return unexpected<std::string>("check-in time NGAY_VAO is empty");
  session.check_in = base::parse_digits(check_in, DateOnly::start_of_day);
  if (!session.check_in) return unexpected<std::string>("check-in time NGAY_VAO is no time yyyyMMddHHmm");
  session.check_out = base::parse_digits(check_out, DateOnly::end_of_day);
  if (!check_out.empty() && !session.check_out) {
    return unexpected<std::string>("check-out time NGAY_RA is no time yyyyMMddHHmm");
  }
  return session;
}

tl::expected<ServiceResult, std::string> result_of(const Record& record) {
  using tl::unexpected;
  if (!record.problem.empty()) return unexpected("CHI_TIET_CLS " + record.problem);
  if (record.trimmed(Field::ma_lk).empty()) return unexpected<std::string>("session code MA_LK is empty");
  const std::string_view time = record.trimmed(Field::ngay_kq);
  ServiceResult result;
  result.result_time = base::parse_digits(time, DateOnly::refuse);
  if (!time.empty() && !result.result_time) {
    return unexpected<std::string>("report time NGAY_KQ is no time yyyyMMddHHmm");
  }
  result.number = record.trimmed(Field::stt);
  result.service_id = record.trimmed(Field::ma_dich_vu);
  result.description = record[Field::mo_ta];
  result.conclusion = record[Field::ket_luan];
  return result;
}

}  // namespace cxrval::his
