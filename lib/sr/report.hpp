// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"
#include "boxes/box.hpp"
#include "sr/header_value.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::sr {

enum class Status { ok, not_pa, not_cxr, rejected };  // as in the results table

struct Lesion {
  std::string class_name;  // see is_class_name
  double score = 0;        // 0 to 1
  boxes::Box box;          // in the image's pixels: pixel i covers [i, i + 1), as DICOM has it (PS3.3 C.18.6)
  std::string tracking_uid;
};

// What the AI says of one image, or of one of its frames.
struct ImageResult {
  std::string sop_class;  // see is_image_class
  std::string sop_uid;
  std::string series_uid;
  int frame = 0;  // from 1; 0 is the image as a whole
  int rows = 0;   // of an image of status ok
  int columns = 0;
  Status status = Status::ok;
  std::string reason;                    // of a status that is not ok; may be empty
  std::optional<double> pa_probability;  // 0 to 1
  std::optional<double> probability;     // of being abnormal; of status ok only, as what follows
  bool abnormal = false;
  std::vector<Lesion> lesions;
  std::string tracking_uid;
};

struct Algorithm {
  std::string name;
  std::string version;
  std::string parameters;  // may be empty
  std::string device_uid;  // of the program as an observer
};

// A report about the images of one study. Text is UTF-8, UIDs are the caller's.
struct Report {
  HeaderValues header;  // each valid
  std::string study_uid;
  std::string series_uid;
  std::string sop_uid;
  int series_number = 1;
  base::CivilTime time;  // Content Date and Time
  Algorithm algorithm;
  std::string software_version;  // of the tool that writes the report
  std::vector<ImageResult> images;
};

// Is it the UID of a Storage SOP Class of images, so that a report can refer to its objects as images?
bool is_image_class(const std::string& sop_class);

// The bytes of a Comprehensive SR (PS3.3 A.35.3) by template TID 1500 of PS3.16 with the content that
// docs/structured-report.md describes; explicit little endian, ISO_IR 192. Same report, same bytes: no time of day, no
// random UID. Throws std::logic_error for a report that cannot be expressed (no image, a UID that is none, an image of
// status ok without size).
std::string report_bytes(const Report& report);

}  // namespace cxrval::sr
