// SPDX-License-Identifier: Apache-2.0
#include "dicom/cxr_rules.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "catch.hpp"

#include <map>

using namespace cxrval;
using dicom::CxrRules;

namespace {

using Values = std::map<std::string, std::string>;

std::string judge(const CxrRules& rules, const Values& header) {
  std::vector<std::string> values;
  for (const dicom::TagPath& tag : rules.tags()) {
    const auto found = header.find(tag.name);
    values.push_back(found == header.end() ? "" : found->second);
  }
  const dicom::CxrVerdict verdict = rules.judge(values);
  return (verdict.is_cxr ? "+" : "-") + std::string(verdict.rule);
}

std::string by_paper(const std::string& modality, const std::string& body_part) {
  return judge(CxrRules::paper(), {{"Modality", modality}, {"BodyPartExamined", body_part}});
}

std::string error_of(const std::string& text) {
  try {
    CxrRules::parse(text, "a.rules");
  } catch (const base::Error& error) {
    return base::to_string(error.place()) + ": " + error.reason();
  }
  return "no error";
}

bool condition_holds(const std::string& condition, const std::string& value) {
  const CxrRules rules = CxrRules::parse("yes\tcxr\tModality " + condition + "\nno\tnot_cxr\n", "a");
  return judge(rules, {{"Modality", value}}) == "+yes";
}

CxrRules of_data_folder(const std::string& name) {
  const std::string path = std::string(CXRVAL_SOURCE_DIR) + "/data/dicom/" + name + ".rules";
  return CxrRules::parse(base::read_all(*base::open_source(path), 1 << 20), name);
}

}  // namespace

TEST_CASE("by the paper CR, DR and DX of CHEST or THORAX are chest X-rays, in any letters' case") {
  const std::string modality = GENERATE("CR", "DR", "DX", "dx");
  const std::string body_part = GENERATE("CHEST", "THORAX", "Chest");
  CHECK(by_paper(modality, body_part) == "+paper");
}

TEST_CASE("by the paper what is no chest X-ray has the first reason that holds") {
  CHECK(by_paper("", "") == "-modality_missing");
  CHECK(by_paper("CT", "") == "-modality_other");
  CHECK(by_paper("DX", "") == "-body_part_missing");
  CHECK(by_paper("DX", "PORTABLE CHEST") == "-body_part_other");
  CHECK(by_paper("DX", "CHES") == "-body_part_other");
  CHECK(by_paper("DXX", "CHEST") == "-modality_other");
  CHECK(by_paper("DX", "HAND") == "-body_part_other");
}

TEST_CASE("the paper's rules of the data folder are the built-in ones") {
  const CxrRules file = of_data_folder("paper");
  for (const std::string modality : {"", "CT", "CR", "DX"}) {
    for (const std::string body_part : {"", "CHEST", "thorax", "HAND"}) {
      CHECK(judge(file, {{"Modality", modality}, {"BodyPartExamined", body_part}}) == by_paper(modality, body_part));
    }
  }
}

TEST_CASE("relations") {
  CHECK(condition_holds("missing", ""));
  CHECK(condition_holds("missing", "  "));
  CHECK_FALSE(condition_holds("missing", "CR"));
  CHECK(condition_holds("present", "CR"));
  CHECK(condition_holds("is CR|DX", "dx"));
  CHECK(condition_holds("is CR", "SC\\CR"));
  CHECK_FALSE(condition_holds("is CR", ""));
  CHECK_FALSE(condition_holds("is CR", "CRX"));
  CHECK(condition_holds("not CR", "DX"));
  CHECK_FALSE(condition_holds("not CR", ""));
  CHECK(condition_holds("has chest|lung x", "XR_CHEST 2 VIEWS"));
  CHECK(condition_holds("has chest|lung x", "a Lung X-ray"));
  CHECK_FALSE(condition_holds("has chest", "CHESTER"));
  CHECK_FALSE(condition_holds("has NG",
                              "NG\xE1\xBB\xB0"
                              "C"));
  CHECK(
      condition_holds("has NG\xE1\xBB\xB0"
                      "C",
                      "XQ NG\xE1\xBB\xB0"
                      "C"));
  CHECK_FALSE(condition_holds("has chest", ""));
  CHECK(condition_holds("lacks chest", ""));
  CHECK(condition_holds("lacks chest", "HAND"));
  CHECK_FALSE(condition_holds("lacks chest", "chest"));
}

TEST_CASE("the lenient rules take an empty body part when other tags speak for a chest") {
  const CxrRules lenient = of_data_folder("lenient");
  const auto with = [&](Values header) {
    header.emplace("Modality", "CR");
    return judge(lenient, header);
  };
  CHECK(with({{"BodyPartExamined", "CHEST"}}) == "+body_part");
  CHECK(with({{"BodyPartExamined", "PORTABLE CHEST"}}) == "+body_part");
  CHECK(with({{"BodyPartExamined", "HAND"}}) == "-body_part_other");
  CHECK(with({{"BodyPartExamined", "HAND"}, {"StudyDescription", "CHEST"}}) == "-body_part_other");
  CHECK(with({{"StudyDescription", "XR Chest PA"}}) == "+description");
  CHECK(with({{"SeriesDescription",
               "Ng\xE1\xBB\xB1"
               "c th\xE1\xBA\xB3ng"}}) == "+description");
  CHECK(with({{"StudyDescription", "Chest and abdomen"}}) == "-description_other");
  CHECK(with({{"ProtocolName", "Thorax p.a."}}) == "+description");
  CHECK(with({{"ProtocolName", "KNEE"}, {"ViewPosition", "PA"}}) == "-description_other");
  CHECK(with({{"ViewPosition", "PA"}}) == "+view_position");
  CHECK(with({}) == "-body_part_missing");
  CHECK(judge(lenient, {{"Modality", "CT"}, {"StudyDescription", "CHEST"}}) == "-modality_other");
  CHECK(judge(lenient, {{"StudyDescription", "CHEST"}}) == "-modality_missing");
}

TEST_CASE("a rule file's mistakes are told with their line") {
  CHECK(error_of("") == "a.rules: the last rule must have no conditions, so that every image is decided");
  CHECK(error_of("a\tcxr\tModality is CR\n") ==
        "a.rules:1: the last rule must have no conditions, so that every image is decided");
  CHECK(error_of("# text\n\na\tmaybe\n") == "a.rules:3: the second field must be cxr or not_cxr");
  CHECK(error_of("a b\tcxr\n") == "a.rules:1: a rule needs a name of letters, digits, _ and -");
  CHECK(error_of("a\tcxr\nb\tcxr\n") == "a.rules:2: this rule is never reached: the one before it has no conditions");
  CHECK(error_of("a\tcxr\tModalty is CR\nb\tcxr\n") ==
        "a.rules:1: Modalty is no keyword of the DICOM dictionary and not GGGG,EEEE");
  CHECK(error_of("a\tcxr\tModality equals CR\nb\tcxr\n") ==
        "a.rules:1: a condition is TAG missing, present, is, not, has or lacks, the last four with A|B");
  CHECK(error_of("a\tcxr\tModality is\nb\tcxr\n") == "a.rules:1: is needs what to compare with, as A|B");
  CHECK(error_of("a\tcxr\tModality missing CR\nb\tcxr\n") == "a.rules:1: missing takes nothing");
  CHECK(error_of("a\tcxr\tModality is CR||DX\nb\tcxr\n") == "a.rules:1: an empty word in A|B");
}
