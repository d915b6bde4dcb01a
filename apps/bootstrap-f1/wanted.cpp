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

const std::vector<std::string> usual_measures{"f1",  "sensitivity", "specificity", "ppv",
                                              "npv", "accuracy",    "prevalence"};
const std::vector<std::string> usual_score_measures{"roc_auc", "average_precision", "brier"};
constexpr std::array every_score_measure{"roc_auc",
                                         "average_precision",
                                         "pr_auc",
                                         "partial_auc@0.9",
                                         "partial_auc_corrected@0.9",
                                         "sensitivity_at_specificity@0.9",
                                         "specificity_at_sensitivity@0.9",
                                         "brier",
                                         "brier_scaled",
                                         "ece@10",
                                         "mce@10",
                                         "calibration_slope",
                                         "calibration_intercept",
                                         "calibration_in_the_large",
                                         "net_benefit@0.5",
                                         "standardised_net_benefit@0.5"};

void check_paper_recipe(const Options& options) {
  const bool own = options.exact || options.unit == "patient" || options.stratify != "none" ||
                   !options.intervals.empty() || options.resamples != Options{}.resamples ||
                   options.level != Options{}.level || options.quantile_type != Options{}.quantile_type;
  if (own) {
    throw UsageError(
        "--recipe paper is studies, 10000 resamples, percentiles and level 0.95; leave out --unit, --stratify, "
        "--interval, --quantile-type, --resamples, --level and --exact");
  }
}

void check_counts_alone(const Options& options) {
  if (options.unit == "patient") throw UsageError("--counts knows no patients; leave out --unit");
  if (options.pairs != "-") throw UsageError("give --counts or a table, not both");
  if (!options.unmatched_studies.empty() || !options.unmatched_reports.empty() || !options.alternatives.empty()) {
    throw UsageError(
        "--unmatched-studies, --unmatched-reports and --alternatives belong to a table of pairs; leave out --counts");
  }
  const bool of_studies = !options.threshold.empty() || !options.groups.empty() || !options.curves.empty() ||
                          !options.thresholds.empty() || !options.calibration_bins.empty();
  if (of_studies) {
    throw UsageError(
        "--threshold, --group, --curves, --thresholds and --calibration-bins belong to a table of pairs; leave out "
        "--counts");
  }
}

void check_inputs(const Options& options) {
  const auto inputs = {options.pairs, options.unmatched_studies, options.unmatched_reports, options.alternatives};
  if (std::count(inputs.begin(), inputs.end(), "-") > 1) throw UsageError("only one input can be standard input");
  if (options.indeterminate != "none" && options.unmatched_reports.empty())
    throw UsageError("--indeterminate counts reports of --unmatched-reports; give that table");
  if (options.verification != "none" && options.unmatched_studies.empty())
    throw UsageError("--verification corrects for the studies of --unmatched-studies; give that table");
  const bool others = !options.unmatched_studies.empty() || !options.alternatives.empty();
  if (!options.threshold.empty() && others)
    throw UsageError("--unmatched-studies and --alternatives go by abnormal_status; leave out --threshold");
  const bool open_ends = others || !options.unmatched_reports.empty();
  if (options.stratify != "none" && open_ends)
    throw UsageError("what is unmatched or ambiguous changes how many are positive; leave out --stratify");
  const auto repeats = [](std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) != names.end();
  };
  const bool by_model =
      std::find(options.groups.begin(), options.groups.end(), "pipeline_hash") != options.groups.end();
  if (options.allow_mixed_models && by_model)
    throw UsageError("--allow-mixed-models gives each model's measures already; leave out --group pipeline_hash");
  if (repeats(options.groups)) throw UsageError("a --group is given more than once; give each column once");
  if (!options.subgroups.empty() && options.groups.empty())
    throw UsageError("--subgroups writes the groups of --group; name a column");
}

void check_exact(const Options& options) {
  if (!options.exact) return;
  if (options.unit == "patient") throw UsageError("--exact resamples studies; leave out --unit patient");
  if (!options.draws.empty() || !options.histogram.empty() || options.plot)
    throw UsageError("--exact draws nothing; leave out --exact, or --draws, --histogram and --plot");
  if (options.quantile_type != Options{}.quantile_type)
    throw UsageError("--exact has quantiles of its own; leave out --quantile-type");
  for (const std::string& name : options.intervals) {
    if (name == "studentised") throw UsageError("--exact knows no studentised interval; leave out --exact");
  }
}

void add(const std::string& name, const Options& options, stats::Evaluation& wanted) {
  const auto given_twice = [&] { throw UsageError("--measure " + name + " is given more than once; give it once"); };
  if (const auto measure = stats::parse_measure(name)) {
    if (options.exact && options.stratify == "none" && !stats::two_counts(*measure, {}))
      throw UsageError("--exact knows no law of " + name + "; leave out --exact or this --measure");
    const auto& known = wanted.measures;
    if (std::find(known.begin(), known.end(), *measure) != known.end()) given_twice();
    wanted.measures.push_back(*measure);
    return;
  }
  const auto measure = stats::parse_score_measure(name);
  if (!measure) throw UsageError("--measure " + name + " is none; see MEASURES of the man page, such as f1 or roc_auc");
  if (options.exact) throw UsageError("--exact knows no law of " + name + "; leave out --exact or this --measure");
  const auto& known = wanted.score_measures;
  const auto same = [&](const stats::ScoreMeasure& each) { return stats::name(each) == stats::name(*measure); };
  if (std::any_of(known.begin(), known.end(), same)) given_twice();
  wanted.score_measures.push_back(*measure);
}

void add_all(const Options& options, const Columns& columns, stats::Evaluation& wanted) {
  for (const stats::Measure measure : stats::all_measures()) {
    const bool has_law = !options.exact || options.stratify != "none" || stats::two_counts(measure, {});
    if (columns.predictions && has_law) wanted.measures.push_back(measure);
  }
  if (!columns.scores || options.exact) return;
  for (const char* name : every_score_measure) wanted.score_measures.push_back(*stats::parse_score_measure(name));
}

void check_columns(const Options& options, const Columns& columns, const stats::Evaluation& wanted) {
  if (wanted.measures.empty() && wanted.score_measures.empty()) {
    throw base::Error(options.exact ? "no measure of this table has an exact law; leave out --exact"
                                    : "no column abnormal_status and no column probability; give one, or --map");
  }
  if (!columns.predictions && !wanted.measures.empty()) {
    throw base::Error(std::string(stats::name(wanted.measures.front())) +
                      " needs a column abnormal_status, or --threshold; give one, or --map");
  }
  if (!columns.scores && !wanted.score_measures.empty()) {
    throw base::Error(stats::name(wanted.score_measures.front()) +
                      " needs a column probability; give --map probability=THEIRS");
  }
}

// An option that would have no effect on these measures is an error rather than silence.
void check_effects(const Options& options, const stats::Evaluation& wanted) {
  const bool left_open =
      !options.unmatched_studies.empty() || !options.unmatched_reports.empty() || !options.alternatives.empty();
  if (wanted.measures.empty() && left_open) {
    throw UsageError(
        "--unmatched-studies, --unmatched-reports and --alternatives are for measures of counts; add one, such as "
        "--measure f1");
  }
  if (!options.prevalences.empty() &&
      std::none_of(wanted.measures.begin(), wanted.measures.end(), moves_with_prevalence)) {
    throw UsageError("--prevalence moves none of these measures; add one that it does, such as --measure ppv");
  }
  const auto is_auc = [](const stats::ScoreMeasure& each) { return each.kind == stats::ScoreKind::roc_auc; };
  const bool testable =
      !wanted.measures.empty() || std::any_of(wanted.score_measures.begin(), wanted.score_measures.end(), is_auc);
  if (!options.subgroups.empty() && !testable)
    throw UsageError("--subgroups tests measures of counts and roc_auc; add one");
}

double parse_share(const std::string& text, const std::string& option) {
  const auto share = base::parse_real(text);
  if (!share || !(*share > 0 && *share < 1)) throw UsageError(option + " needs a number between 0 and 1, such as 0.05");
  return *share;
}

}  // namespace

bool moves_with_prevalence(stats::Measure measure) {
  using stats::Measure;
  constexpr std::array moving{Measure::f1,      Measure::ppv, Measure::npv,   Measure::accuracy, Measure::f2,
                              Measure::jaccard, Measure::mcc, Measure::kappa, Measure::fdr};
  return std::find(moving.begin(), moving.end(), measure) != moving.end();
}

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
  if (options.resamples < 1 || options.resamples > most_resamples) {
    throw UsageError("--resamples needs a number from 1 to 10000000; --exact is the law of infinitely many");
  }
  if (!(options.level > 0 && options.level < 1))
    throw UsageError("--level needs a number between 0 and 1, such as 0.95");
  if (options.quantile_type < 1 || options.quantile_type > 9)
    throw UsageError("--quantile-type needs a number from 1 to 9");
  parse_threshold(options);
  const bool paper = options.recipe == "paper";
  if (paper) check_paper_recipe(options);
  check_exact(options);
  if (!options.counts.empty()) check_counts_alone(options);
  check_inputs(options);
  wanted.intervals.clear();
  for (const std::string& name : options.intervals) {
    const auto method = stats::parse_interval_method(name);
    if (!method) throw UsageError("--interval " + name + " is none; see INTERVALS of the man page, such as bca");
    if (std::find(wanted.intervals.begin(), wanted.intervals.end(), *method) == wanted.intervals.end())
      wanted.intervals.push_back(*method);
  }
  if (wanted.intervals.empty())
    wanted.intervals = {paper ? stats::IntervalMethod::percentile : stats::IntervalMethod::automatic};
  wanted.resamples = options.resamples;
  wanted.seed = options.seed;
  wanted.level = options.level;
  wanted.quantile_type = options.quantile_type;
  wanted.exact = options.exact;
  wanted.threads = options.threads;
  wanted.strata = options.stratify == "truth" ? stats::Strata::truth : stats::Strata::none;
  wanted.estimate = paper ? stats::Estimate::bootstrap_mean : stats::Estimate::point;
  return wanted;
}

void choose_measures(const Options& options, const Columns& columns, stats::Evaluation& wanted) {
  std::vector<std::string> names = options.measures;
  if (names.empty()) {
    const auto& usual = columns.predictions ? usual_measures : usual_score_measures;
    names.assign(usual.begin(), usual.end());
  }
  for (const std::string& name : names) {
    if (name == "all") {
      if (names.size() > 1) throw UsageError("--measure all has every measure; leave out the others");
      add_all(options, columns, wanted);
    } else {
      add(name, options, wanted);
    }
  }
  check_columns(options, columns, wanted);
  check_effects(options, wanted);
}

std::optional<double> parse_threshold(const Options& options) {
  if (options.threshold.empty()) return std::nullopt;
  const auto threshold = base::parse_real(options.threshold);
  if (!threshold) throw UsageError("--threshold needs a number, such as 0.5");
  return threshold;
}

std::vector<double> parse_prevalences(const Options& options) {
  std::vector<double> prevalences;
  for (const std::string& text : options.prevalences) {
    const double share = parse_share(text, "--prevalence");
    if (std::find(prevalences.begin(), prevalences.end(), share) != prevalences.end())
      throw UsageError("--prevalence " + text + " is given more than once; give it once");
    prevalences.push_back(share);
  }
  return prevalences;
}

}  // namespace cxrval::bootstrap_f1
