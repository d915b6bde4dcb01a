// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "lesion/image_names.hpp"
#include "material.hpp"

#include <string>

namespace cxrval::eval_boxes {

// A table of who read which image, in the unit readings: sop_uid, reader, and frame where it is there. Throws
// base::Error for more than most_readers.
void read_readings(const std::string& path, lesion::ImageNaming naming, Material& material, cli::Run& run);

}  // namespace cxrval::eval_boxes
