// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cohort.hpp"
#include "material.hpp"
#include "stats/bootstrap.hpp"
#include "stats/evaluation.hpp"

#include <string>
#include <vector>

namespace cxrval::bootstrap_f1 {

// Some of the studies, and what they are called in the column group.
struct Part {
  std::string group;
  stats::Population population;
  Cohort::Part studies;
};

// Appends the measures of counts, then those of probabilities.
void append(std::vector<stats::Metric>& rows, const Part& part, const Material& material,
            const stats::Evaluation& wanted);

}  // namespace cxrval::bootstrap_f1
