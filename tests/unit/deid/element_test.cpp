// SPDX-License-Identifier: Apache-2.0
#include "deid/element.hpp"

#include "catch.hpp"

using namespace cxrval::deid;

TEST_CASE("what names persons, places or devices is dropped") {
  for (const std::uint32_t tag : {0x0008'0090U, 0x0010'0010U, 0x0008'1070U})
    CHECK(treatment_of_element(tag, "PN") == Treatment::drop);
  CHECK(treatment_of_element(0x0008'0080, "LO") == Treatment::drop);  // Institution Name
  CHECK(treatment_of_element(0x0018'1000, "LO") == Treatment::drop);  // Device Serial Number
  CHECK(treatment_of_element(0x0010'0030, "DA") == Treatment::drop);  // Patient's Birth Date
  CHECK(treatment_of_element(0x0010'21D0, "DA") == Treatment::drop);
  CHECK(treatment_of_element(0x0020'0010, "SH") == Treatment::drop);  // Study ID
}

TEST_CASE("private elements and unknown representations are dropped") {
  CHECK(treatment_of_element(0x0009'0010, "CS") == Treatment::drop);
  for (const char* vr : {"UN", "OB", "SQ", "", "??", "D", "DS ", "A T"}) {
    INFO(vr);
    CHECK(treatment_of_element(0x0018'9999, vr) == Treatment::drop);
  }
}

TEST_CASE("ids, UIDs, dates, codes and numbers have their treatments") {
  CHECK(treatment_of_element(0x0010'0020, "LO") == Treatment::patient_id);
  CHECK(treatment_of_element(0x0008'0050, "SH") == Treatment::accession);
  CHECK(treatment_of_element(0x0020'000D, "UI") == Treatment::uid);
  CHECK(treatment_of_element(0x0008'0016, "UI") == Treatment::class_uid);
  CHECK(treatment_of_element(0x0008'0022, "DA") == Treatment::time);
  CHECK(treatment_of_element(0x0008'002A, "DT") == Treatment::time);
  CHECK(treatment_of_element(0x0010'1010, "AS") == Treatment::age);
  CHECK(treatment_of_element(0x0018'5101, "CS") == Treatment::keep);
  CHECK(treatment_of_element(0x0028'0010, "US") == Treatment::number);
  CHECK(treatment_of_element(0x0018'0060, "DS") == Treatment::number);
  CHECK(treatment_of_element(0x0008'1030, "LO") == Treatment::text);
}
