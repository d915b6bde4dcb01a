// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"

#include <optional>
#include <string_view>

namespace cxrval::study {

// What became of an image in the AI pipeline, worst first. An image with no_result was never given to the AI: it stands
// in the PACS' list only.
enum class Status { no_result, rejected, not_cxr, not_pa, ok };

std::string_view name(Status status);
// A word of a results table: all but no_result.
std::optional<Status> parse_status(std::string_view word);

// One row of AI results of a patient. Only an ok image carries the AI's answer. The text belongs to the caller.
struct Image {
  std::string_view study_uid;
  std::string_view sop_uid;
  std::optional<base::CivilTime> study_time;  // Study Date and Study Time, PS3.3 C.7.2.1
  std::optional<base::CivilTime> image_time;  // when the image was taken; for the rule latest only
  std::string_view sex;
  std::string_view birth_year;
  Status status = Status::rejected;
  std::string_view reason;
  std::optional<double> probability;  // of being abnormal, 0..1
  bool abnormal = false;              // the AI's ABNORMAL_STATUS
  std::string_view pixel_preset;
  std::string_view polarity;
  std::string_view pipeline_hash;
  std::string_view device;  // what made it, as the caller tells devices apart
};

}  // namespace cxrval::study
