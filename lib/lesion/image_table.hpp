// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "deid/patient_id.hpp"
#include "lesion/image_names.hpp"
#include "study/image_list.hpp"

#include <string>
#include <utility>
#include <vector>

namespace cxrval::lesion {

// Frames of one object are images of their own.
std::string image_key(const std::string& sop_uid, const std::string& frame);

// How the table of images is read.
struct ImageTable {
  std::string path;
  bool keeps_unjudged = false;  // images whose status is not ok too
  ImageNaming naming = ImageNaming::id;
  deid::PatientIdRule patient_ids{};
  std::string fold_column{};  // whose empty cells leave their images out (no_fold); empty: none
};

// The images that are evaluated, sorted, in the unit images: sop_uid, and where they are there frame, facility_id,
// patient_id, status, rows and columns (whole pixels from 1 to 65535, or both empty). An image whose rows have
// different patients, folds or sizes is rejected with all of them (its records: image_rejected). Counts all but those
// that are evaluated. Throws Error where no image is left, and what ImageNames throws.
study::ImageList read_images(const ImageTable& asked, cli::Run& run);

// Warns of records of images that the list lacks. `units` are the account's, with what their written records are
// called.
void warn_of_unlisted(const std::vector<std::pair<std::string, std::string>>& units, cli::Run& run);

}  // namespace cxrval::lesion
