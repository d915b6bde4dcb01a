// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "material.hpp"
#include "stats/evaluation.hpp"

#include <string>
#include <vector>

namespace cxrval::bootstrap_f1 {

// One analysis of what the matching left open.
struct Block {
  std::string about;                // for people: what was varied
  std::vector<stats::Metric> rows;  // rows of a range: first the smallest, then the largest of each measure
  bool range = false;
};

// Evaluates a population for a group of the metrics table.
std::vector<stats::Metric> evaluate_group(const stats::Population& population, const std::string& group,
                                          const stats::Evaluation& wanted);

// Missing labels, missing answers and both at their worst and best; indeterminates as positive and as negative;
// ambiguous pairs dropped, at worst and at best: those for which tables were given.
std::vector<Block> sensitivity(const Material& material, const Options& options, const stats::Evaluation& wanted);

}  // namespace cxrval::bootstrap_f1
