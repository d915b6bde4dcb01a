// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cxrval::study {

// What became of an image in the AI pipeline, worst first.
enum class Status { rejected, not_cxr, not_pa, ok };

std::string_view name(Status status);
std::optional<Status> parse_status(std::string_view word);

// One row of AI results. Only an ok image carries the AI's answer.
struct Image {
  std::string patient_id;  // normalised
  std::string study_uid;
  std::string sop_uid;
  std::optional<base::CivilTime> study_time;  // Study Date and Study Time, PS3.3 C.7.2.1
  std::optional<base::CivilTime> image_time;  // when the image was taken; for the rule latest only
  std::string sex;
  std::string birth_year;
  Status status = Status::rejected;
  std::string reason;
  std::optional<double> probability;  // of being abnormal, 0..1
  bool abnormal = false;              // the AI's ABNORMAL_STATUS
  std::string pixel_preset;
  std::string polarity;
  std::string pipeline_hash;
};

}  // namespace cxrval::study
