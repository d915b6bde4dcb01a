// SPDX-License-Identifier: Apache-2.0
#include "part.hpp"

#include "sensitivity.hpp"

#include <utility>

namespace cxrval::bootstrap_f1 {

void append(std::vector<stats::Metric>& rows, const Part& part, const Material& material,
            const stats::Evaluation& wanted) {
  for (stats::Metric& metric : evaluate_group(part.population, part.group, wanted)) rows.push_back(std::move(metric));
  if (wanted.score_measures.empty()) return;
  const stats::Scored scored = material.cohort.scored(part.studies, material.unit == stats::Unit::patient);
  for (stats::Metric& metric : stats::evaluate_scores(scored, wanted)) {
    metric.group = part.group;
    rows.push_back(std::move(metric));
  }
}

}  // namespace cxrval::bootstrap_f1
