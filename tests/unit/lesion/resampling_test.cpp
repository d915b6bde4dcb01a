// SPDX-License-Identifier: Apache-2.0
#include "lesion/resampling.hpp"

#include "base/error.hpp"
#include "cli/settings.hpp"

#include "catch.hpp"

using namespace cxrval;
using stats::Unit;

namespace {

const std::vector<study::ListedImage> alone{{"a", "p", std::nullopt}, {"b", "q", std::nullopt}};
const std::vector<study::ListedImage> repeated{{"a", "p", std::nullopt}, {"b", "p", std::nullopt}};
const std::vector<study::ListedImage> unknown{{"a", "p", std::nullopt}, {"b", "", std::nullopt}};

}  // namespace

TEST_CASE("patients are drawn where they repeat, and images where nothing else is asked for") {
  const cli::Settings settings;
  cli::Run run("test", "1", {}, settings);
  CHECK(lesion::drawn_unit(alone, std::nullopt, run) == Unit::study);
  CHECK(lesion::drawn_unit(repeated, std::nullopt, run) == Unit::patient);
  CHECK(lesion::drawn_unit(unknown, std::nullopt, run) == Unit::study);
  CHECK(lesion::drawn_unit(alone, Unit::patient, run) == Unit::patient);
  CHECK_THROWS_WITH(lesion::drawn_unit(unknown, Unit::patient, run), contains("no patient_id"));
}

TEST_CASE("the unit of an image is its patient, or the image itself") {
  CHECK(lesion::units_of(repeated, Unit::patient) == std::vector<std::uint32_t>{0, 0});
  CHECK(lesion::units_of(repeated, Unit::study) == std::vector<std::uint32_t>{0, 1});
  CHECK(lesion::units_of(unknown, Unit::patient) == std::vector<std::uint32_t>{0, 1});
}

TEST_CASE("resamples and levels out of range are wrong usage") {
  lesion::ResamplingOptions options;
  CHECK(lesion::parse_evaluation(options).intervals == std::vector{stats::IntervalMethod::percentile});
  options.intervals = {"bca", "basic"};
  options.unit = "patient";
  options.resamples = 10'000'000;
  const stats::Evaluation evaluation = lesion::parse_evaluation(options);
  CHECK(evaluation.intervals == std::vector{stats::IntervalMethod::bca, stats::IntervalMethod::basic});
  CHECK(evaluation.unit == Unit::patient);
  CHECK(evaluation.resamples == 10'000'000);
  options.resamples = 10'000'001;
  CHECK_THROWS_AS(lesion::parse_evaluation(options), base::UsageError);
  options.resamples = 0;
  CHECK_THROWS_AS(lesion::parse_evaluation(options), base::UsageError);
  options.resamples = 1;
  options.level = 1;
  CHECK_THROWS_AS(lesion::parse_evaluation(options), base::UsageError);
}

TEST_CASE("a kind of interval that is named twice is wrong usage") {
  lesion::ResamplingOptions options;
  options.intervals = {"percentile", "bca", "percentile"};
  CHECK_THROWS_WITH(lesion::parse_evaluation(options), contains("twice"));
}

TEST_CASE("more numbers than memory should hold are an error") {
  stats::Evaluation evaluation;
  evaluation.resamples = 1'000'000;
  CHECK_NOTHROW(lesion::check_resampled(200, evaluation, "ask for less"));
  CHECK_THROWS_WITH(lesion::check_resampled(201, evaluation, "ask for less"), contains("ask for less"));
}

TEST_CASE("one thing is said in the singular") {
  CHECK(lesion::counted(1, "image", "images") == "1 image");
  CHECK(lesion::counted(0, "image", "images") == "0 images");
}
