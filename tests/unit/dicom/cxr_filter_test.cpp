// SPDX-License-Identifier: Apache-2.0
#include "dicom/cxr_filter.hpp"

#include "catch.hpp"

using namespace cxrval::dicom;

namespace {

CxrVerdict judge(const std::string& modality, const std::string& body_part) {
  Header header;
  header.modality = modality;
  header.body_part = body_part;
  return judge_cxr(header);
}

}  // namespace

TEST_CASE("CR, DR and DX of CHEST or THORAX are chest X-rays, in any letters' case") {
  const std::string modality = GENERATE("CR", "DR", "DX", "dx");
  const std::string body_part = GENERATE("CHEST", "THORAX", "Chest");
  const CxrVerdict verdict = judge(modality, body_part);
  CHECK(verdict.is_cxr);
  CHECK(verdict.reason.empty());
}

TEST_CASE("what is no chest X-ray has the first reason that holds") {
  CHECK(judge("", "").reason == "modality_missing");
  CHECK(judge("CT", "").reason == "modality_other");
  CHECK(judge("DX", "").reason == "body_part_missing");
  CHECK(judge("DX", "PORTABLE CHEST").reason == "body_part_other");
  CHECK(judge("DX", "CHES").reason == "body_part_other");
  CHECK(judge("DXX", "CHEST").reason == "modality_other");
  CHECK_FALSE(judge("DX", "HAND").is_cxr);
}
