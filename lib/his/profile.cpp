// SPDX-License-Identifier: Apache-2.0
#include "his/profile.hpp"

namespace cxrval::his {
namespace {

constexpr std::array<std::string_view, field_count> names = {"facility_id", "session_id",  "patient_id",  "sex",
                                                             "birth_date",  "check_in",    "check_out",   "number",
                                                             "service_id",  "report_time", "description", "conclusion"};

std::string& of(std::array<std::string, field_count>& fields, Field field) {
  return fields[static_cast<std::size_t>(field)];
}

Profile make_moh_profile() {
  Profile profile;
  profile.name = "moh";
  profile.dossier = "HOSO";
  profile.facility = "MACSKCB";
  profile.made = "NGAYLAP";
  profile.dossier_count = "SOLUONGHOSO";
  profile.payload = "NOIDUNGFILE";
  profile.payload_table = "LOAIHOSO";
  profile.payload_take = {"XML1", "XML4"};
  profile.session = "TONG_HOP";
  of(profile.session_fields, Field::facility_id) = "MA_CSKCB";
  of(profile.session_fields, Field::session_id) = "MA_LK";
  of(profile.session_fields, Field::patient_id) = "MA_BN";
  of(profile.session_fields, Field::sex) = "GIOI_TINH";
  of(profile.session_fields, Field::birth_date) = "NGAY_SINH";
  of(profile.session_fields, Field::check_in) = "NGAY_VAO";
  of(profile.session_fields, Field::check_out) = "NGAY_RA";
  profile.report = "CHI_TIET_CLS";
  of(profile.report_fields, Field::session_id) = "MA_LK";
  of(profile.report_fields, Field::number) = "STT";
  of(profile.report_fields, Field::service_id) = "MA_DICH_VU";
  of(profile.report_fields, Field::report_time) = "NGAY_KQ";
  of(profile.report_fields, Field::description) = "MO_TA";
  of(profile.report_fields, Field::conclusion) = "KET_LUAN";
  profile.time_forms = {"yyyyMMddHHmm", "yyyyMMddHHmmss", "yyyyMMdd"};
  profile.male = {"1", "01"};
  profile.female = {"2", "02"};
  profile.other = {"3", "03"};
  profile.services = {"18.0119.0028"};
  return profile;
}

}  // namespace

std::string_view name_of(Field field) {
  return names[static_cast<std::size_t>(field)];
}

const Profile& moh_profile() {
  static const Profile profile = make_moh_profile();
  return profile;
}

}  // namespace cxrval::his
