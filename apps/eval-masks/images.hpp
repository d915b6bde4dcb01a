// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"
#include "study/image_list.hpp"

#include <optional>
#include <string>

namespace cxrval::eval_masks {

// Frames of one object are images of their own.
std::string image_key(const std::string& sop_uid, const std::string& frame);

// The list of images, sorted, in the unit images: sop_uid, and where they are there frame, facility_id, patient_id,
// rows, columns and status, of which others than ok are left out unless `options` keeps them; `fold_column`, where it
// is not empty, of which empty cells are left out (no_fold). Counts all but those that are evaluated. Throws Error
// where no image is left.
study::ImageList read_images(const Options& options, const std::string& fold_column, cli::Run& run);

}  // namespace cxrval::eval_masks
