// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "sample.hpp"
#include "stats/fold_mean.hpp"
#include "stats/mask_evaluation.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::eval_masks {

// Of one group: what the means and the pooled measures rest on.
struct Basis {
  std::uint64_t images = 0;
  std::uint64_t defined = 0;
  std::uint64_t empty_truth = 0;
  std::uint64_t empty_prediction = 0;
  std::uint64_t both_empty = 0;
  stats::MaskCounts pixels;
};

struct Row {
  stats::FoldMean row;
  std::optional<Basis> basis;  // not of means over folds
};

// The measures of a sample; with folds those of each, then their means. Samples alike, with the draws of each.
std::vector<Row> evaluate(const std::vector<Sample>& samples, const std::vector<stats::ImageDraws>& draws,
                          const Wanted& wanted);

void write_table(const std::vector<Row>& rows, const Wanted& wanted, cli::Run& run);
// "mean IoU 0.300 (95% CI 0.290, 0.310)" of each row, and what it rests on.
void write_summary(const std::vector<Row>& rows, const std::string& basis, cli::Run& run);
// A row for each image and group.
void write_images(const std::string& path, const std::vector<Sample>& samples, const study::ImageList& images,
                  const Wanted& wanted, cli::Run& run);

}  // namespace cxrval::eval_masks
