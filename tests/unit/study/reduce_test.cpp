// SPDX-License-Identifier: Apache-2.0
#include "study/reduce.hpp"

#include "base/error.hpp"

#include "catch.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

using namespace cxrval;
using study::Image;
using study::reduce;
using study::Rule;
using study::Status;
using study::Study;

namespace {

Image image(std::string patient, std::string uid, std::string sop, Status status) {
  Image row;
  row.patient_id = std::move(patient);
  row.study_uid = std::move(uid);
  row.sop_uid = std::move(sop);
  row.status = status;
  row.study_time = base::parse_iso("2020-11-02T08:00:00");
  row.pipeline_hash = "aa";
  return row;
}

Image ok(std::string sop, double probability) {
  Image row = image("P", "S", std::move(sop), Status::ok);
  row.probability = probability;
  row.abnormal = probability > 0.5;
  return row;
}

Study only(std::vector<Image> images, const study::Reduction& how = {}) {
  const auto studies = reduce(std::move(images), how);
  REQUIRE(studies.size() == 1);
  return studies[0];
}

std::string describe(const Study& s) {
  return s.patient_id + '|' + s.study_uid + '|' + (s.study_time ? base::to_iso(*s.study_time) : "") + '|' +
         std::string(name(s.status)) + '|' + s.reason + '|' + std::to_string(s.probability.value_or(-1)) + '|' +
         (s.abnormal ? (*s.abnormal ? "1" : "0") : "") + '|' + s.pipeline_hash + '|' + s.pixel_preset + '|' +
         std::to_string(s.images) + '|' + std::to_string(s.images_ok) + '|' + s.flags;
}

}  // namespace

TEST_CASE("a study has the best status of its images: ok, not_pa, not_cxr, rejected") {
  const std::array order{Status::rejected, Status::not_cxr, Status::not_pa, Status::ok};
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t j = 0; j < order.size(); ++j) {
      const Study study = only({image("P", "S", "1", order[i]), image("P", "S", "2", order[j])});
      CHECK(study.status == order[std::max(i, j)]);
      CHECK(study.images == 2);
      CHECK(study.abnormal.has_value() == (study.status == Status::ok));
    }
  }
}

TEST_CASE("max takes the highest probability among the ok images and where it came from") {
  Image second = ok("2", 0.8);
  second.pixel_preset = "minmax";
  Image lateral = image("P", "S", "3", Status::not_pa);
  lateral.probability = 0.99;
  const Study study = only({ok("1", 0.2), second, lateral});
  CHECK(study.probability == 0.8);
  CHECK(study.abnormal == true);
  CHECK(study.pixel_preset == "minmax");
  CHECK(study.images == 3);
  CHECK(study.images_ok == 2);
}

TEST_CASE("max without probabilities is abnormal when any image is") {
  Image first = image("P", "S", "1", Status::ok);
  Image second = image("P", "S", "2", Status::ok);
  second.abnormal = true;
  const Study study = only({first, second});
  CHECK_FALSE(study.probability);
  CHECK(study.abnormal == true);
}

TEST_CASE("mean averages the ok images and compares with the threshold") {
  const Study study = only({ok("1", 0.2), ok("2", 0.7)}, {Rule::mean, 0.5});
  CHECK(study.probability == approx(0.45));
  CHECK(study.abnormal == false);
}

TEST_CASE("mean refuses a threshold that the images contradict") {
  CHECK_THROWS_WITH(reduce({ok("1", 0.45)}, {Rule::mean, 0.4}), contains("--threshold"));
  Image bare = ok("1", 0.3);
  bare.probability.reset();
  CHECK_THROWS_WITH(reduce({bare}, {Rule::mean, 0.5}), contains("has no probability"));
}

TEST_CASE("latest takes the image that was taken last") {
  Image early = ok("1", 0.9);
  early.image_time = base::parse_iso("2020-11-02T08:01:00");
  Image late = ok("2", 0.1);
  late.image_time = base::parse_iso("2020-11-02T08:02:00");
  const Study study = only({late, early}, {Rule::latest, 0.5});
  CHECK(study.probability == 0.1);
  CHECK(study.abnormal == false);
  CHECK_THROWS_WITH(reduce({early, ok("3", 0.4)}, {Rule::latest, 0.5}), contains("has no image_time"));
}

TEST_CASE("rows of one study need not stand together, and patients are kept apart") {
  const auto studies = reduce({image("B", "S", "1", Status::ok), image("A", "T", "2", Status::ok),
                               image("B", "S", "3", Status::ok), image("A", "S", "4", Status::ok)});
  REQUIRE(studies.size() == 3);
  CHECK((studies[0].patient_id == "A" && studies[0].study_uid == "S"));
  CHECK((studies[1].patient_id == "A" && studies[1].study_uid == "T"));
  CHECK((studies[2].patient_id == "B" && studies[2].images == 2));
  CHECK(studies[0].flags == "study_uid_shared");
  CHECK(studies[1].flags.empty());
  CHECK(studies[2].flags == "study_uid_shared");
}

TEST_CASE("the same image twice is one image") {
  const Study study = only({ok("1", 0.3), ok("1", 0.3), ok("2", 0.4)});
  CHECK(study.images == 2);
  CHECK(study.flags.empty());
  CHECK(only({ok("1", 0.3), ok("1", 0.6)}).flags == "duplicate_image_conflict");
  CHECK(only({ok("1", 0.3), ok("1", 0.6)}).probability == 0.6);
  CHECK(only({ok("", 0.3), ok("", 0.3)}).images == 2);
}

TEST_CASE("differing times are flagged and the earliest counts") {
  Image late = ok("2", 0.1);
  late.study_time = base::parse_iso("2020-11-02T09:00:00");
  Image timeless = ok("3", 0.1);
  timeless.study_time.reset();
  const Study study = only({late, timeless, ok("1", 0.1)});
  CHECK(base::to_iso(*study.study_time) == "2020-11-02T08:00:00");
  CHECK(study.flags == "study_time_conflict");
  CHECK_FALSE(only({timeless}).study_time);
  CHECK(only({timeless, late}).flags.empty());
}

TEST_CASE("other contradictions inside a study are flagged") {
  Image other = ok("2", 0.1);
  other.pipeline_hash = "bb";
  other.sex = "F";
  other.birth_year = "1950";
  Image first = ok("1", 0.2);
  first.sex = "M";
  const Study study = only({first, other});
  CHECK(study.flags == "mixed_pipeline;sex_conflict");
  CHECK(study.sex == "M");
  CHECK(study.birth_year == "1950");
}

TEST_CASE("the order of the rows changes nothing") {
  std::vector<Image> images;
  for (int i = 0; i < 6; ++i) {
    Image row = ok(std::to_string(i % 5), 0.1 * (i % 4));
    row.study_uid = i % 3 == 0 ? "S" : "T";
    row.status = static_cast<Status>(i % 4);
    row.reason = "r" + std::to_string(i);
    row.pixel_preset = std::to_string(i);
    images.push_back(row);
  }
  std::vector<std::size_t> order{0, 1, 2, 3, 4, 5};
  std::vector<std::string> expected;
  for (const Study& study : reduce(images)) expected.push_back(describe(study));
  while (std::next_permutation(order.begin(), order.end())) {
    std::vector<Image> shuffled;
    for (const std::size_t i : order) shuffled.push_back(images[i]);
    std::vector<std::string> found;
    for (const Study& study : reduce(shuffled)) found.push_back(describe(study));
    REQUIRE(found == expected);
  }
}

TEST_CASE("no images make no studies") {
  CHECK(reduce({}).empty());
}

TEST_CASE("status and rule words are read exactly") {
  CHECK(study::parse_status("not_pa") == Status::not_pa);
  CHECK_FALSE(study::parse_status("OK"));
  CHECK(study::parse_rule("latest") == Rule::latest);
  CHECK_FALSE(study::parse_rule("min"));
}
