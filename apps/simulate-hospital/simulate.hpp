// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"
#include "cli/run.hpp"
#include "options.hpp"
#include "phantom/hospital.hpp"
#include "phantom/paper_flow.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace cxrval::simulate_hospital {

// Fills the folder. Throws UsageError for values out of range and for options that do not go with --preset, Error for a
// folder that is not empty.
void simulate(const Options& options, cli::Run& run);

// A file below OUT/his and the sessions in it, which stand together in the hospital. A damaged session has a file of
// its own.
struct HisFile {
  std::string name;
  std::size_t first = 0;
  std::size_t count = 0;
  base::CivilTime made;
};
std::vector<HisFile> his_files(const phantom::Hospital& hospital, const Options& options);

void write_his_files(const phantom::Hospital& hospital, const Options& options, cli::Run& run);

// The boxes of each image, in the order of the hospital's images.
using Boxes = std::vector<std::vector<phantom::LesionBox>>;
// Renders and writes every image; the files do not depend on the number of threads.
Boxes write_image_files(const phantom::Hospital& hospital, const Options& options, cli::Run& run);

// OUT/ai.csv: what cxr-infer would write of the folder of images with faultless models.
void write_ai_results(const phantom::PaperFlow& flow, const Options& options, cli::Run& run);

// The tables that say what his-extract must read, and those of the reports, images and studies.
void write_his_truth(const phantom::Hospital& hospital, const Options& options, cli::Run& run);
void write_truth_without_images(const phantom::Hospital& hospital, const Options& options, cli::Run& run);
void write_truth(const phantom::Hospital& hospital, const Boxes& boxes, const Options& options, cli::Run& run);

}  // namespace cxrval::simulate_hospital
