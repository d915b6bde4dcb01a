// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cxrval::his {

// One paraclinical result of a session: a row CHI_TIET_CLS of table XML4. Times are local civil times of the facility.
struct ServiceResult {
  std::string number;                          // STT, the running number inside the session
  std::string service_id;                      // MA_DICH_VU, such as 18.0119.0028
  std::optional<base::CivilTime> result_time;  // NGAY_KQ; nothing while the result is not available
  std::string description;                     // MO_TA, exactly as written
  std::string conclusion;                      // KET_LUAN, exactly as written

  // Written, but not read back: no tool of the pipeline needs them.
  std::string service_name;                   // TEN_DICH_VU of table XML3
  std::optional<base::CivilTime> order_time;  // NGAY_YL of table XML3
  std::string machine;                        // MA_MAY
  std::string index_code;                     // MA_CHI_SO of a laboratory result
  std::string index_name;                     // TEN_CHI_SO
  std::string value;                          // GIA_TRI
};

// What a session's files hold beside its results: written, never read back. Money is in dong.
struct Drug {                // a row of table XML2
  std::string code;          // MA_THUOC
  std::string name;          // TEN_THUOC
  std::string strength;      // HAM_LUONG
  std::string unit;          // DON_VI_TINH
  std::string route;         // DUONG_DUNG
  std::string dose;          // LIEU_DUNG
  std::string registration;  // SO_DANG_KY
  int quantity = 1;          // SO_LUONG
  int unit_price = 0;        // DON_GIA
  std::optional<base::CivilTime> order_time;
};
struct Care {        // a row of table XML3 without a result
  std::string code;  // MA_DICH_VU
  std::string name;  // TEN_DICH_VU
  int unit_price = 0;
  std::optional<base::CivilTime> order_time;
};
struct ClinicalNote {        // a row of table XML5
  std::string course;        // DIEN_BIEN
  std::string consultation;  // HOI_CHAN
  std::optional<base::CivilTime> time;
};
struct Chart {
  std::string address;       // DIA_CHI
  std::string insurance_id;  // MA_THE
  std::string disease;       // TEN_BENH
  std::string disease_code;  // MA_BENH
  std::vector<Drug> drugs;
  std::vector<Care> care;
  std::vector<ClinicalNote> notes;
};

// One session of examination and treatment: TONG_HOP of table XML1.
struct Session {
  std::string facility_id;                   // MA_CSKCB, else MACSKCB of the envelope
  std::string session_id;                    // MA_LK
  std::string patient_id;                    // MA_BN
  std::string sex;                           // GIOI_TINH: M, F, O or empty
  std::string birth_year;                    // of NGAY_SINH: four digits or empty
  std::optional<base::CivilTime> check_in;   // NGAY_VAO; always there after reading
  std::optional<base::CivilTime> check_out;  // NGAY_RA; nothing while the session is open
  std::vector<ServiceResult> services;

  std::string patient_name;  // HO_TEN; written, never read back
  Chart chart;
};

}  // namespace cxrval::his
