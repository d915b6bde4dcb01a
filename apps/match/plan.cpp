// SPDX-License-Identifier: Apache-2.0
#include "plan.hpp"

#include "base/error.hpp"

#include <array>
#include <utility>

namespace cxrval::match_tool {
namespace {

using base::UsageError;

constexpr std::array<std::pair<std::string_view, match::Pairing>, match::pairings> pairing_words{
    {{"one-to-one", match::Pairing::one_to_one},
     {"paper", match::Pairing::paper},
     {"greedy-nearest", match::Pairing::greedy_nearest},
     {"first-in-first-out", match::Pairing::first_in_first_out},
     {"all", match::Pairing::all}}};

match::Rules parse_rules(const Options& options) {
  match::Rules rules;
  const auto window = match::parse_window(options.window);
  if (!window) throw UsageError("--window needs BEFORE:AFTER, such as 24h:24h or 0h:90m");
  rules.window = *window;
  rules.precision = options.precision == "minute" ? match::Precision::minute : match::Precision::second;
  rules.open_sessions = options.open_sessions == "accept";
  rules.closing_inclusive = options.closing_minute == "inclusive";
  for (const auto& [word, pairing] : pairing_words) {
    if (options.pairing == word) rules.pairing = pairing;
  }
  if (options.near_best < 0 || options.near_best > 1440) throw UsageError("--near-best needs minutes from 0 to 1440");
  rules.near_best_seconds = std::int64_t{options.near_best} * 60;
  return rules;
}

ClockRules parse_clocks(const Options& options) {
  ClockRules clocks;
  parse_skew(options.skew, clocks);
  if (options.utc_offset.empty()) return clocks;
  clocks.utc_offset_seconds = parse_utc_offset(options.utc_offset);
  if (!clocks.utc_offset_seconds) throw UsageError("--utc-offset needs the facility's offset, such as +07:00");
  return clocks;
}

void check_inputs(const Options& options) {
  if (options.results.empty()) throw UsageError("no --results given; name the table from cxr-infer");
  const int piped = (options.results == "-") + (options.reports == "-") + (options.studies == "-");
  if (piped > 1) throw UsageError("only one input can be standard input");
}

}  // namespace

Plan make_plan(const Options& options) {
  check_inputs(options);
  Plan plan;
  plan.ids = options.normalize_id;
  plan.ids_may_collide = plan.ids.to_string() != "trim" && plan.ids.to_string() != "none";
  plan.rules = parse_rules(options);
  plan.reduction.rule = *study::parse_rule(options.study_rule);
  if (!(options.threshold >= 0 && options.threshold <= 1)) throw UsageError("--threshold needs a number from 0 to 1");
  if (plan.reduction.rule != study::Rule::mean && options.threshold != Options{}.threshold) {
    throw UsageError("--threshold is of --study-rule mean only");
  }
  plan.reduction.threshold = options.threshold;
  plan.clocks = parse_clocks(options);
  plan.day_only = options.day_only == "accept";
  plan.threads = options.threads;
  return plan;
}

}  // namespace cxrval::match_tool
