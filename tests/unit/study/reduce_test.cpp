// SPDX-License-Identifier: Apache-2.0
#include "study/reduce.hpp"

#include "base/error.hpp"

#include "catch.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

using namespace cxrval;
using study::Image;
using study::Rule;
using study::Status;
using study::Study;

namespace {

Image image(std::string_view uid, std::string_view sop, Status status) {
  Image row;
  row.study_uid = uid;
  row.sop_uid = sop;
  row.status = status;
  row.study_time = base::parse_iso("2020-11-02T08:00:00");
  row.pipeline_hash = "aa";
  return row;
}

Image ok(std::string_view sop, double probability) {
  Image row = image("S", sop, Status::ok);
  row.probability = probability;
  row.abnormal = probability > 0.5;
  return row;
}

std::vector<Study> reduced(std::vector<Image> images, const study::Reduction& how = {}) {
  std::vector<Study> studies;
  study::reduce(images, how, studies);
  return studies;
}

Study only(std::vector<Image> images, const study::Reduction& how = {}) {
  const auto studies = reduced(std::move(images), how);
  REQUIRE(studies.size() == 1);
  return studies[0];
}

std::string flags(const Study& study) {
  return study::flag_names(study.flags);
}

std::string describe(const Study& s) {
  return std::string(s.study_uid) + '|' + (s.study_time ? base::to_iso(*s.study_time) : "") + '|' +
         std::string(name(s.status)) + '|' + std::string(s.reason) + '|' + std::to_string(s.probability.value_or(-1)) +
         '|' + (s.abnormal ? (*s.abnormal ? "1" : "0") : "") + '|' + std::string(s.pipeline_hash) + '|' +
         std::string(s.pixel_preset) + '|' + std::to_string(s.images) + '|' + std::to_string(s.images_ok) + '|' +
         flags(s);
}

}  // namespace

TEST_CASE("a study has the best status of its images: ok, not_pa, not_cxr, rejected") {
  const std::array order{Status::rejected, Status::not_cxr, Status::not_pa, Status::ok};
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t j = 0; j < order.size(); ++j) {
      const Study study = only({image("S", "1", order[i]), image("S", "2", order[j])});
      CHECK(study.status == order[std::max(i, j)]);
      CHECK(study.images == 2);
      CHECK(study.abnormal.has_value() == (study.status == Status::ok));
    }
  }
}

TEST_CASE("max takes the highest probability among the ok images and where it came from") {
  Image second = ok("2", 0.8);
  second.pixel_preset = "minmax";
  Image lateral = image("S", "3", Status::not_pa);
  lateral.probability = 0.99;
  const Study study = only({ok("1", 0.2), second, lateral});
  CHECK(study.probability == 0.8);
  CHECK(study.abnormal == true);
  CHECK(study.pixel_preset == "minmax");
  CHECK(study.images == 3);
  CHECK(study.images_ok == 2);
}

TEST_CASE("max without probabilities is abnormal when any image is") {
  Image first = image("S", "1", Status::ok);
  Image second = image("S", "2", Status::ok);
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
  CHECK_THROWS_WITH(reduced({ok("1", 0.45)}, {Rule::mean, 0.4}), contains("--threshold"));
  Image bare = ok("1", 0.3);
  bare.probability.reset();
  CHECK_THROWS_WITH(reduced({bare}, {Rule::mean, 0.5}), contains("has no probability"));
}

TEST_CASE("latest takes the image that was taken last") {
  Image early = ok("1", 0.9);
  early.image_time = base::parse_iso("2020-11-02T08:01:00");
  Image late = ok("2", 0.1);
  late.image_time = base::parse_iso("2020-11-02T08:02:00");
  const Study study = only({late, early}, {Rule::latest, 0.5});
  CHECK(study.probability == 0.1);
  CHECK(study.abnormal == false);
  CHECK_THROWS_WITH(reduced({early, ok("3", 0.4)}, {Rule::latest, 0.5}), contains("has no image_time"));
}

TEST_CASE("rows of one study need not stand together") {
  const auto studies =
      reduced({image("S", "1", Status::ok), image("T", "2", Status::ok), image("S", "3", Status::rejected)});
  REQUIRE(studies.size() == 2);
  CHECK((studies[0].study_uid == "S" && studies[0].images == 2 && studies[0].rows == 2));
  CHECK((studies[1].study_uid == "T" && studies[1].images == 1));
  CHECK(studies[0].flags == 0);
}

TEST_CASE("an image of the PACS' list is none of the AI's, and alone makes a study without a result") {
  Image listed = image("S", "1", Status::no_result);
  listed.device = "D1";
  const Study alone = only({listed});
  CHECK(alone.status == Status::no_result);
  CHECK((alone.images == 0 && alone.images_ok == 0 && alone.rows == 1 && !alone.abnormal));
  const Study both = only({listed, ok("1", 0.9), ok("2", 0.2), image("S", "3", Status::no_result)});
  CHECK(both.status == Status::ok);
  CHECK((both.images == 2 && both.images_ok == 2 && both.rows == 4));
  CHECK(both.device == "D1");
  CHECK(both.flags == 0);
}

TEST_CASE("the PACS' list gives a study its device and offset, and its time only where the results have none") {
  Image listed = image("S", "0", Status::no_result);
  listed.study_time = base::parse_iso("2020-11-02T07:00:00");
  listed.device = "D1";
  const Study timed = only({listed, ok("1", 0.9)});
  CHECK(base::to_iso(*timed.study_time) == "2020-11-02T08:00:00");
  CHECK((timed.flags == 0 && timed.device == "D1"));
  Image timeless = ok("1", 0.9);
  timeless.study_time.reset();
  CHECK(base::to_iso(*only({listed, timeless}).study_time) == "2020-11-02T07:00:00");
}

TEST_CASE("the same image twice is one image") {
  const Study study = only({ok("1", 0.3), ok("1", 0.3), ok("2", 0.4)});
  CHECK(study.images == 2);
  CHECK(study.flags == 0);
  CHECK(flags(only({ok("1", 0.3), ok("1", 0.6)})) == "duplicate_image_conflict");
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
  CHECK(flags(study) == "study_time_conflict");
  CHECK_FALSE(only({timeless}).study_time);
  CHECK(only({timeless, late}).flags == 0);
}

TEST_CASE("other contradictions inside a study are flagged") {
  Image other = ok("2", 0.1);
  other.pipeline_hash = "bb";
  other.sex = "F";
  other.birth_year = "1950";
  Image first = ok("1", 0.2);
  first.sex = "M";
  const Study study = only({first, other});
  CHECK(flags(study) == "mixed_pipeline;sex_conflict");
  CHECK(study.sex == "M");
  CHECK(study.birth_year == "1950");
}

TEST_CASE("the order of the rows changes nothing") {
  constexpr std::array<std::string_view, 6> words{"0", "1", "2", "3", "4", "5"};
  std::vector<Image> images;
  for (std::size_t i = 0; i < words.size(); ++i) {
    Image row = ok(words[i % 5], 0.1 * static_cast<double>(i % 4));
    row.study_uid = i % 3 == 0 ? "S" : "T";
    row.status = static_cast<Status>(i % 4 + 1);
    row.reason = words[i];
    row.pixel_preset = words[i];
    images.push_back(row);
  }
  std::vector<std::size_t> order{0, 1, 2, 3, 4, 5};
  std::vector<std::string> expected;
  for (const Study& study : reduced(images)) expected.push_back(describe(study));
  while (std::next_permutation(order.begin(), order.end())) {
    std::vector<Image> shuffled;
    for (const std::size_t i : order) shuffled.push_back(images[i]);
    std::vector<std::string> found;
    for (const Study& study : reduced(shuffled)) found.push_back(describe(study));
    REQUIRE(found == expected);
  }
}

TEST_CASE("no images make no studies") {
  CHECK(reduced({}).empty());
}

TEST_CASE("status and rule words are read exactly") {
  CHECK(study::parse_status("not_pa") == Status::not_pa);
  CHECK_FALSE(study::parse_status("OK"));
  CHECK_FALSE(study::parse_status("no_result"));
  CHECK(study::parse_rule("latest") == Rule::latest);
  CHECK_FALSE(study::parse_rule("min"));
}
