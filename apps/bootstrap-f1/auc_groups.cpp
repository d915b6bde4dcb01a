// SPDX-License-Identifier: Apache-2.0
#include "auc_groups.hpp"

#include "stats/delong.hpp"
#include "stats/reference_law.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace cxrval::bootstrap_f1 {
namespace {

struct Area {
  stats::Estimated auc;
  std::uint64_t degrees = 0;  // of its variance: the units of the rarer class less one
};

Area auc_of(const stats::Scored& scored, bool by_patient, std::string& reason) {
  const stats::ModelScores scores = stats::one_model(scored);
  const stats::AucEstimates found = by_patient ? stats::obuchowski(scores) : stats::delong(scores);
  if (found.models() == 0 || !found.auc(0)) {
    reason = found.reason;
    return {};
  }
  const auto error = found.standard_error(0);
  if (!error || *error == 0) reason = found.reason.empty() ? "no variance was seen" : found.reason;
  const std::uint64_t fewest = std::min(found.positives, found.negatives) - 1;
  return {{found.auc(0), error}, found.t_degrees ? static_cast<std::uint64_t>(*found.t_degrees) : fewest};
}

struct Contrast {
  stats::GroupContrast found;
  std::uint64_t degrees = 0;  // of the group alone
};

Contrast contrast(const Cohort& cohort, const Cohort::Part& group, bool by_patient) {
  Contrast result;
  stats::GroupContrast& found = result.found;
  Cohort::Part others = group;
  others.complement = true;
  const Area own = auc_of(cohort.scored(group, by_patient), by_patient, found.reason);
  const Area rest = auc_of(cohort.scored(others, by_patient), by_patient, found.reason);
  found.group = own.auc;
  result.degrees = own.degrees;
  if (!found.reason.empty()) return result;
  found.difference = *own.auc.value - *rest.auc.value;
  found.standard_error = std::hypot(*own.auc.standard_error, *rest.auc.standard_error);
  found.t = *found.difference / *found.standard_error;
  found.degrees_denominator = std::min(own.degrees, rest.degrees);
  found.p = stats::student_t_two_sided_p(*found.t, static_cast<double>(*found.degrees_denominator));
  return result;
}

double heterogeneity(const std::vector<stats::GroupContrast>& groups) {
  const auto weight = [](const stats::Estimated& one) { return 1 / (*one.standard_error * *one.standard_error); };
  double weights = 0;
  double sum = 0;
  for (const auto& each : groups) {
    weights += weight(each.group);
    sum += weight(each.group) * *each.group.value;
  }
  const double mean = sum / weights;
  double squares = 0;
  for (const auto& each : groups)
    squares += weight(each.group) * (*each.group.value - mean) * (*each.group.value - mean);
  return squares;
}

}  // namespace

stats::Interaction auc_interaction(const Cohort& cohort, std::size_t column, bool by_patient) {
  stats::Interaction test;
  const std::vector<std::string> levels = cohort.levels(column);
  test.degrees = levels.size() - 1;
  const bool crossing = by_patient && cohort.patients_cross(column);
  std::uint64_t fewest = std::numeric_limits<std::uint64_t>::max();
  for (const std::string& level : levels) {
    Contrast one = contrast(cohort, {column, level, {}}, by_patient);
    stats::GroupContrast& group = one.found;
    if (crossing) group = {group.group, {}, {}, {}, {}, {}, "patients have studies in several groups"};
    if (test.reason.empty()) test.reason = group.reason;
    fewest = std::min(fewest, one.degrees);
    test.groups.push_back(std::move(group));
  }
  if (!test.reason.empty()) return test;
  const auto degrees = static_cast<double>(test.degrees);
  test.chi_square = heterogeneity(test.groups);
  test.degrees_denominator = fewest;
  test.p = stats::f_law_p(*test.chi_square / degrees, degrees, static_cast<double>(fewest));
  return test;
}

}  // namespace cxrval::bootstrap_f1
