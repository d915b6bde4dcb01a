// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "load.hpp"
#include "stats/mask_evaluation.hpp"

#include <string>
#include <vector>

namespace cxrval::eval_masks {

// What was compared: images that could be, in the order of the list, and their masks' counts by group.
struct Sample {
  std::vector<std::string> groups;  // as the column group has it
  std::vector<std::uint32_t> images;
  std::vector<boxes::Grid> sizes;                      // of each image
  std::vector<std::vector<stats::MaskCounts>> counts;  // by group and image
};

std::vector<stats::Metric> evaluate(const Sample& sample, const stats::ImageDraws& draws, const Wanted& wanted);

void write_table(const std::vector<stats::Metric>& metrics, const Sample& sample, const Wanted& wanted, cli::Run& run);
// "mean IoU 0.300 (95% CI 0.290, 0.310)" of each row, and what it rests on.
void write_summary(const std::vector<stats::Metric>& metrics, const std::string& basis, cli::Run& run);
// A row for each image and group.
void write_images(const std::string& path, const Sample& sample, const study::ImageList& images, const Wanted& wanted,
                  cli::Run& run);

}  // namespace cxrval::eval_masks
