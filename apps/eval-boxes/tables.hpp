// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "intake.hpp"
#include "material.hpp"
#include "wanted.hpp"

#include <string>
#include <vector>

namespace cxrval::eval_boxes {

// A table of boxes: as cxr-infer writes them, or as VinDr-CXR and VinBigData have them.
void read_table(const std::string& path, BoxFormat format, Intake& intake, cli::Run& run);

// A submission to VinBigData's competition: image_id, and PredictionString with an image's boxes and the numbers of
// their classes.
void read_kaggle(const std::string& path, const std::vector<std::string>& names, Intake& intake, cli::Run& run);

// The images of a VinDr-CXR table, which has a row of each.
void read_vindr_images(const std::string& path, lesion::ImageNaming naming, Material& material, cli::Run& run);

}  // namespace cxrval::eval_boxes
