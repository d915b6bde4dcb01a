// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "wanted.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::plan_study {

// One answer: how many studies.
struct Plan {
  std::string question;  // half_width, goal or difference
  std::string measure;
  std::optional<double> expected;
  std::optional<double> half_width;
  std::optional<double> goal;
  std::optional<double> compared;  // what is expected of the second model
  std::string method;
  std::optional<std::uint64_t> cases;  // studies that a share is of
  double achieved = 0;
  std::uint64_t independent = 0;  // studies, were each of another patient
  std::uint64_t studies = 0;      // times the design effect
  std::optional<std::uint64_t> positives;
  std::optional<std::uint64_t> negatives;
  std::uint64_t collected = 0;  // so that as many are left after losses
  std::optional<std::uint64_t> patients;
};

// Every question of the options, measure by measure. Throws UsageError where an expected number is missing or is no
// better than the goal, base::Error where too many studies are needed.
std::vector<Plan> answer(const Wanted& wanted);

}  // namespace cxrval::plan_study
