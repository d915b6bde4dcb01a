// SPDX-License-Identifier: Apache-2.0
#include "dicom/tag_path.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "dicom/data_set.hpp"

using namespace cxrval;
using dicom::parse_tag_path;
using dicom::TagPath;

namespace {

std::string error_of(const std::string& text) {
  try {
    parse_tag_path(text);
  } catch (const base::UsageError& error) {
    return error.reason();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a tag is a keyword or two hexadecimal numbers") {
  CHECK(parse_tag_path("StudyDescription").tag == dicom::tag(0x0008, 0x1030));
  CHECK(parse_tag_path("0008,103e").tag == dicom::tag(0x0008, 0x103E));
  CHECK(parse_tag_path("0008,103E").vr == std::array{'L', 'O'});
  CHECK(parse_tag_path("StudyDescription").name == "StudyDescription");
  CHECK(parse_tag_path("kv=KVP").name == "kv");
  CHECK(parse_tag_path("kv=KVP").tag == dicom::tag(0x0018, 0x0060));
  CHECK(parse_tag_path("0009,1001").vr == std::array{' ', ' '});
}

TEST_CASE("keywords that are not built in come from the dictionary") {
  const TagPath path = parse_tag_path("FilterThicknessMaximum");
  CHECK(path.tag == dicom::tag(0x0018, 0x7054));
  CHECK(path.vr == std::array{'D', 'S'});
}

TEST_CASE("a path goes through items of sequences") {
  const TagPath path = parse_tag_path("0040,0275[2].RequestedProcedureDescription");
  REQUIRE(path.above.size() == 1);
  CHECK(path.above[0].tag == dicom::tag(0x0040, 0x0275));
  CHECK(path.above[0].item == 1);
  CHECK(path.tag == dicom::tag(0x0032, 0x1060));
  CHECK(parse_tag_path("AnatomicRegionSequence.0008,0104").above[0].item == 0);
}

TEST_CASE("what is no tag is wrong usage") {
  CHECK(error_of("StudyDescriptoin") == "StudyDescriptoin is no keyword of the DICOM dictionary and not GGGG,EEEE");
  CHECK(error_of("0008103E").starts_with("0008103E is no keyword"));
  CHECK(error_of("").ends_with("is no keyword of the DICOM dictionary and not GGGG,EEEE"));
  CHECK(error_of("=KVP") == "a column needs a name before =");
  CHECK(error_of("0002,0010") == "group 0002 is not part of the data set");
  CHECK(error_of("0040,0275[0].KVP") == "an item is chosen by its number from 1, as in SEQUENCE[2].TAG");
  CHECK(error_of("0040,0275]x].KVP") == "an item is chosen by its number from 1, as in SEQUENCE[2].TAG");
  CHECK(error_of("KVP.").find("is no keyword") != std::string::npos);
}

TEST_CASE("a list of tags has one a line and tells the line of a mistake") {
  const auto paths = dicom::parse_tag_list("# spacing\nImagerPixelSpacing\n\n  kv=KVP\r\n", "tags.txt");
  REQUIRE(paths.size() == 2);
  CHECK(paths[1].name == "kv");
  try {
    dicom::parse_tag_list("KVP\nKPV\n", "tags.txt");
    FAIL();
  } catch (const base::Error& error) {
    CHECK(base::to_string(error.place()) == "tags.txt:2");
  }
}
