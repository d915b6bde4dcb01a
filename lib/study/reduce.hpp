// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "study/image.hpp"

#include <cstddef>
#include <optional>
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

struct Study {
  std::string patient_id;
  std::string study_uid;
  std::optional<base::CivilTime> study_time;  // the earliest of its images'
  Status status = Status::rejected;           // the best of its images': ok > not_pa > not_cxr > rejected
  std::string reason;                         // of the first image with that status, by SOP Instance UID
  std::optional<double> probability;
  std::optional<bool> abnormal;  // present when ok
  std::string sex;               // sex and birth year: of the first image that has one
  std::string birth_year;
  std::string pixel_preset;  // this and the next two: of the image that decided (mean: the first ok)
  std::string polarity;
  std::string pipeline_hash;
  std::size_t images = 0;  // distinct images of any status
  std::size_t images_ok = 0;
  // Semicolon-separated, in this order: study_time_conflict (its images' times differ), duplicate_image_conflict (one
  // SOP Instance UID with different answers), mixed_pipeline (ok images of several pipelines), sex_conflict,
  // birth_year_conflict, study_uid_shared (another patient has the same Study Instance UID).
  std::string flags;
};

struct Reduction {
  Rule rule = Rule::max;
  double threshold = 0.5;  // of the rule mean
};

// One study for each (patient_id, study_uid), ordered by these two; images need not stand together and their order does
// not matter. Rows with the same SOP Instance UID are one image: the one with the best status, then the highest
// probability, counts. Throws base::Error when the rule needs what an ok image lacks (mean: a probability; latest: an
// image time), and for mean when an image's abnormal status contradicts the threshold.
std::vector<Study> reduce(std::vector<Image> images, const Reduction& how = {});

}  // namespace cxrval::study
