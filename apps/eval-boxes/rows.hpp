// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "stats/box_evaluation.hpp"
#include "wanted.hpp"

#include <string>
#include <vector>

namespace cxrval::eval_boxes {

// What a row is of beside its metric.
struct Row {
  stats::Metric metric;
  stats::BoxMeasure measure;
  std::uint64_t images = 0;
  std::uint64_t truths = 0;
  std::uint64_t truth_images = 0;  // that have one
  stats::BoxCounts counts;         // of all boxes, or of those at the measure's score
};

// Classes by name, in the order of the sample's.
std::vector<Row> evaluate(const stats::BoxSample& sample, const std::vector<std::string>& classes,
                          const stats::ImageDraws& draws, const Wanted& wanted);

// The columns of a table of metrics.
std::vector<table::Column> metric_columns();

void write_table(const std::vector<Row>& rows, cli::Run& run);
// "mAP@0.4 0.365 (95% CI 0.350, 0.380)" of each row, and what it rests on.
void write_summary(const std::vector<Row>& rows, const std::string& basis, cli::Run& run);

}  // namespace cxrval::eval_boxes
