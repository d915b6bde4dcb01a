// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "options.hpp"
#include "stats/confusion.hpp"
#include "stats/power.hpp"
#include "stats/sample_size.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace cxrval::plan_study {

// Studies that come in patients, and some of which are lost.
struct Sampling {
  double design_effect = 1;
  std::optional<double> studies_per_patient;
  double loss = 0;
};

// The options as numbers.
struct Wanted {
  std::vector<stats::Measure> measures;
  std::optional<double> sensitivity;
  std::optional<double> specificity;
  std::optional<double> prevalence;
  std::optional<stats::Confusion> pilot;  // gives the three above
  std::optional<double> auc;
  std::optional<std::pair<double, double>> aucs;
  double correlation = 0;
  std::optional<stats::Discordance> discordance;
  std::vector<double> half_widths;
  std::vector<double> goals;
  double level = 0.95;
  stats::Test test;
  stats::ProportionMethod method = stats::ProportionMethod::wilson;
  Sampling sampling;
};

// Throws UsageError for texts that are no numbers, numbers outside their range and options that contradict.
Wanted parse_wanted(const Options& options);

}  // namespace cxrval::plan_study
