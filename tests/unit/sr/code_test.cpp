// SPDX-License-Identifier: Apache-2.0
#include "sr/code.hpp"

#include "catch.hpp"

using namespace cxrval;

TEST_CASE("a class has a standard code where its meaning is exactly that") {
  CHECK(sr::finding_code("Pneumothorax") == sr::Code{"36118008", "SCT", "Pneumothorax"});
  CHECK(sr::finding_code("PLEURAL EFFUSION") == sr::Code{"60046008", "SCT", "Pleural effusion"});
  CHECK(sr::finding_code("Infiltration") == sr::Code{"112121", "DCM", "Infiltrate"});
}

TEST_CASE("any other class has a code of our own scheme that means its name") {
  CHECK(sr::finding_code("Nodule/Mass") == sr::Code{"Nodule/Mass", "99CXRVAL", "Nodule/Mass"});
  const sr::Code longer = sr::finding_code("Interstitial lung disease (ILD)");
  CHECK(longer == sr::Code{"F-9a45e51db315", "99CXRVAL", "Interstitial lung disease (ILD)"});
  CHECK(sr::finding_code("Tràn khí").scheme == "99CXRVAL");
  CHECK(sr::finding_code("Tràn khí").value.starts_with("F-"));
}

TEST_CASE("no two classes share a code of our own") {
  CHECK(sr::finding_code("Interstitial lung disease A").value != sr::finding_code("Interstitial lung disease B").value);
  CHECK(sr::finding_code("0123456789abcdef").value == "0123456789abcdef");
  CHECK(sr::finding_code("0123456789abcdefg").value.size() == 14);
}

TEST_CASE("a class name must be able to stand as a code's meaning") {
  CHECK(sr::is_class_name("Nodule/Mass"));
  CHECK(sr::is_class_name(std::string(64, 'a')));
  std::string vietnamese;
  for (int i = 0; i < 64; ++i) vietnamese += "ễ";
  CHECK(sr::is_class_name(vietnamese));
  for (const std::string& name : {std::string(), std::string(65, 'a'), std::string("a\\b"), std::string("a\nb"),
                                  std::string(" a"), std::string("a "), vietnamese + "a"}) {
    CHECK_FALSE(sr::is_class_name(name));
  }
}
