// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "stats/evaluation.hpp"
#include "study/image_list.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::lesion {

// The options of --interval, --resamples, --level, --unit, --seed and --threads, as given.
struct ResamplingOptions {
  std::vector<std::string> intervals;
  std::string unit = "auto";
  std::uint64_t resamples = 10'000;
  std::uint64_t seed = 1;
  double level = 0.95;
  int threads = 1;
};

// The unit is study, which stands for the image, where it is auto. Throws UsageError for numbers that are out of range
// and for a kind of interval that is named twice.
stats::Evaluation parse_evaluation(const ResamplingOptions& options);

// What is drawn: as asked for (nothing: auto), else patients where they repeat, else images. Throws Error where
// patients are asked for and an image has none; warns where images are and patients repeat.
stats::Unit drawn_unit(const std::vector<study::ListedImage>& images, std::optional<stats::Unit> asked, cli::Run& run);

// The unit of each image: its patient, or the image itself (also where it has no patient).
std::vector<std::uint32_t> units_of(const std::vector<study::ListedImage>& images, stats::Unit unit);

// Warns of few resamples for the level, and of few units; `of_what` says whose, such as " in the smallest fold".
void warn_of_few(const stats::Evaluation& evaluation, std::size_t units, cli::Run& run,
                 const std::string& of_what = "");

// Throws Error, which ends in `advice`, where so many measures over the resamples are more than memory should hold:
// 200,000,000 numbers of 8 bytes.
void check_resampled(std::size_t measures, const stats::Evaluation& evaluation, const std::string& advice);

// "1 image", "2 images".
std::string counted(std::uint64_t count, const std::string& one, const std::string& many);

}  // namespace cxrval::lesion
