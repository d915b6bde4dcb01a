// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "study/image.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::study {

// How the ok images of a study give its answer.
//   max     the highest probability; abnormal when any ok image is abnormal
//   mean    the mean probability over the ok images; abnormal when it is above the threshold
//   latest  the answer of the image taken last (image_time; of several, as max among them)
enum class Rule { max, mean, latest };

std::optional<Rule> parse_rule(std::string_view word);

// What is odd about a study; sets of them are sums.
enum Flag : std::uint8_t {
  study_time_conflict = 1,       // its images' times differ
  duplicate_image_conflict = 2,  // one SOP Instance UID with different answers
  mixed_pipeline = 4,            // ok images of several pipelines
  sex_conflict = 8,
  birth_year_conflict = 16,
  study_uid_shared = 32,  // another patient has the same Study Instance UID; set by who sees all patients
};
// Semicolon-separated names, in the order above.
std::string flag_names(std::uint8_t flags);

struct Study {
  std::string_view study_uid;
  // The earliest of its images'; of images with no result only where no other has one.
  std::optional<base::CivilTime> study_time;
  Status status = Status::rejected;  // the best of its images': ok > not_pa > not_cxr > rejected > no_result
  std::string_view reason;           // of the first image with that status, by SOP Instance UID
  std::optional<double> probability;
  std::optional<bool> abnormal;  // present when ok
  std::string_view sex;          // this and the next two: of the first image that has one
  std::string_view birth_year;
  std::string_view device;
  std::string_view pixel_preset;  // this and the next two: of the image that decided (mean: the first ok)
  std::string_view polarity;
  std::string_view pipeline_hash;
  std::uint32_t images = 0;  // distinct images of any status, without those that have no result
  std::uint32_t images_ok = 0;
  std::uint32_t rows = 0;  // all that became this study
  std::uint8_t flags = 0;
};

struct Reduction {
  Rule rule = Rule::max;
  double threshold = 0.5;  // of the rule mean
};

// Appends one study for each study_uid of a patient's images, ordered by it. Images need not stand together and their
// order does not matter; they are put in order. Rows with the same SOP Instance UID are one image: the one with the
// best status, then the highest probability, counts. Throws base::Error when the rule needs what an ok image lacks
// (mean: a probability; latest: an image time), and for mean when an image's abnormal status contradicts the threshold.
void reduce(std::span<Image> images, const Reduction& how, std::vector<Study>& studies);

}  // namespace cxrval::study
