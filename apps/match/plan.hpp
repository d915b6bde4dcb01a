// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "clock_rules.hpp"
#include "deid/patient_id.hpp"
#include "match/records.hpp"
#include "options.hpp"
#include "study/reduce.hpp"

namespace cxrval::match_tool {

// What the options mean.
struct Plan {
  deid::PatientIdRule ids;
  bool ids_may_collide = false;  // the rule can make two ids of one table equal
  match::Rules rules;
  study::Reduction reduction;
  ClockRules clocks;
  bool day_only = false;  // dates without a time are taken, see read_time()
  int threads = 1;
};

// Throws UsageError for what makes no sense.
Plan make_plan(const Options& options);

}  // namespace cxrval::match_tool
