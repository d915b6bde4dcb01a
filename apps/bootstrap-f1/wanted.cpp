// SPDX-License-Identifier: Apache-2.0
#include "wanted.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "stats/exact_law.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace cxrval::bootstrap_f1 {
namespace {

using base::UsageError;

constexpr std::uint64_t most_resamples = 10'000'000;
constexpr std::uint64_t most_studies = 1'000'000'000;

void check_paper_recipe(const Options& options) {
  const bool own = options.exact || options.unit == "patient" || options.resamples != Options{}.resamples ||
                   options.level != Options{}.level;
  if (own) {
    throw UsageError(
        "--recipe paper is studies, 10000 resamples and level 0.95; leave out --unit, --resamples, "
        "--level and --exact");
  }
}

void check_counts_alone(const Options& options) {
  if (options.unit == "patient") throw UsageError("--counts knows no patients; leave out --unit");
  if (options.pairs != "-") throw UsageError("give --counts or a table, not both");
  if (!options.unmatched_studies.empty() || !options.unmatched_reports.empty() || !options.alternatives.empty()) {
    throw UsageError(
        "--unmatched-studies, --unmatched-reports and --alternatives belong to a table of pairs; leave out --counts");
  }
}

void check_inputs(const Options& options) {
  const auto inputs = {options.pairs, options.unmatched_studies, options.unmatched_reports, options.alternatives};
  if (std::count(inputs.begin(), inputs.end(), "-") > 1) throw UsageError("only one input can be standard input");
  if (options.indeterminate != "none" && options.unmatched_reports.empty())
    throw UsageError("--indeterminate counts reports of --unmatched-reports; give that table");
}

std::vector<stats::Measure> parse_measures(const Options& options) {
  std::vector<stats::Measure> measures;
  for (const std::string& name : options.measures) {
    const auto measure = stats::parse_measure(name);
    if (!measure) {
      std::string known;
      for (const stats::Measure each : stats::all_measures()) known += ' ' + std::string(stats::name(each));
      throw UsageError("--measure is one of" + known);
    }
    if (options.exact && !stats::two_counts(*measure, {})) {
      throw UsageError("--exact knows no law of " + name + "; leave out --exact or this --measure");
    }
    if (std::find(measures.begin(), measures.end(), *measure) != measures.end()) {
      throw UsageError("--measure " + name + " is given more than once; give it once");
    }
    measures.push_back(*measure);
  }
  return measures;
}

}  // namespace

stats::Confusion parse_counts(std::string_view text) {
  std::array<std::uint64_t, 4> cells{};
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::size_t comma = text.find(',');
    const auto count = base::parse_integer<std::uint64_t>(text.substr(0, comma));
    if (!count || (comma == std::string_view::npos) != (i == 3)) {
      throw UsageError("--counts needs four whole numbers TP,FP,FN,TN, such as 1205,729,551,3800");
    }
    if (*count > most_studies - total) throw UsageError("--counts adds up to more than 1e9 studies");
    cells[i] = *count;
    total += *count;
    if (i < 3) text.remove_prefix(comma + 1);
  }
  return {cells[0], cells[1], cells[2], cells[3]};
}

stats::Evaluation parse_wanted(const Options& options) {
  stats::Evaluation wanted;
  wanted.measures = parse_measures(options);
  if (options.resamples < 1 || options.resamples > most_resamples) {
    throw UsageError("--resamples needs a number from 1 to 10000000; --exact is the law of infinitely many");
  }
  if (!(options.level > 0 && options.level < 1))
    throw UsageError("--level needs a number between 0 and 1, such as 0.95");
  const bool paper = options.recipe == "paper";
  if (paper) check_paper_recipe(options);
  if (options.exact && options.unit == "patient")
    throw UsageError("--exact resamples studies; leave out --unit patient");
  if (!options.counts.empty()) check_counts_alone(options);
  check_inputs(options);
  wanted.resamples = options.resamples;
  wanted.seed = options.seed;
  wanted.level = options.level;
  wanted.estimate = paper ? stats::Estimate::bootstrap_mean : stats::Estimate::point;
  return wanted;
}

}  // namespace cxrval::bootstrap_f1
