// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/orthanc.hpp"

#include "catch.hpp"

using namespace cxrval::dicomweb;

TEST_CASE("of the changes the new instances count, and where the next page begins") {
  const auto changes = parse_changes(R"({"Changes": [
    {"ChangeType": "NewInstance", "ID": "6b9e19d9-62094390-5f9ddb01-4a191ae7-9766b715", "Seq": 12},
    {"ChangeType": "NewStudy", "ID": "0b9e19d9-62094390-5f9ddb01-4a191ae7-9766b715", "Seq": 13},
    {"ChangeType": "NewInstance", "ID": "../../../../../../../../../../../../../../etc", "Seq": 14},
    {"ChangeType": "NewInstance"}, 7], "Done": false, "Last": 14})",
                                     "answer");
  REQUIRE(changes);
  CHECK(changes->instances == std::vector<std::string>{"6b9e19d9-62094390-5f9ddb01-4a191ae7-9766b715"});
  CHECK(changes->last == 14);
  CHECK_FALSE(changes->is_done);
}

TEST_CASE("what is no list of changes is told") {
  CHECK(parse_changes("[", "answer").error().reason == "is no JSON");
  for (const char* text :
       {"[]", "{}", R"({"Changes": [], "Last": 1})", R"({"Changes": {}, "Last": 1, "Done": true})",
        R"({"Changes": [], "Last": -1, "Done": true})", R"({"Changes": [], "Last": "1", "Done": true})"}) {
    CHECK(parse_changes(text, "answer").error().reason == "is no list of changes");
  }
}

TEST_CASE("an instance's study is known by its UID") {
  CHECK(parse_study(R"({"ID": "x", "MainDicomTags": {"StudyInstanceUID": "2.25.1"}})", "answer").value() == "2.25.1");
  CHECK(parse_study("{", "answer").error().reason == "is no JSON");
  for (const char* text :
       {"{}", "7", R"({"MainDicomTags": {"StudyInstanceUID": "../x"}})", R"({"MainDicomTags": []})"}) {
    CHECK(parse_study(text, "answer").error().reason == "is no study");
  }
}
