// SPDX-License-Identifier: Apache-2.0
#include "evaluate.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "pairs.hpp"
#include "stats/exact_law.hpp"
#include "stats/metric.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace cxrval::bootstrap_f1 {
namespace {

using base::UsageError;
using stats::Metric;
using stats::Unit;

constexpr std::uint64_t most_resamples = 10'000'000;
constexpr std::uint64_t most_studies = 1'000'000'000;
constexpr std::uint64_t few_units = 30;   // with fewer, percentile intervals are clearly too narrow
constexpr double resamples_outside = 20;  // so many, both tails together, should lie outside the limits

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

void check_paper_recipe(const Options& options) {
  const bool own = options.exact || options.unit == "patient" || options.resamples != Options{}.resamples ||
                   options.level != Options{}.level;
  if (own) {
    throw UsageError(
        "--recipe paper is studies, 10000 resamples and level 0.95; leave out --unit, --resamples, "
        "--level and --exact");
  }
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

stats::Evaluation parse(const Options& options) {
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
  if (!options.counts.empty() && options.unit == "patient")
    throw UsageError("--counts knows no patients; leave out --unit");
  if (!options.counts.empty() && options.pairs != "-") throw UsageError("give --counts or a table, not both");
  wanted.resamples = options.resamples;
  wanted.seed = options.seed;
  wanted.level = options.level;
  wanted.estimate = paper ? stats::Estimate::bootstrap_mean : stats::Estimate::point;
  return wanted;
}

struct Sample {
  stats::Population population;
  Unit unit = Unit::study;
};

// All that is evaluated, and the same of each model where there are several.
struct Samples {
  Sample all;
  std::vector<std::pair<std::string, Sample>> by_model;
};

void check_one_model(const TallyByModel& tallies, const Options& options, const std::string& table) {
  if (tallies.size() <= 1 || options.allow_mixed_models) return;
  throw base::Error({table}, "pairs come from " + std::to_string(tallies.size()) +
                                 " pipelines (pipeline_hash); give one model's pairs, or --allow-mixed-models");
}

Sample sample_of(const stats::Tally& tally, Unit unit) {
  return {unit == Unit::patient ? tally.of_patients() : tally.of_studies(), unit};
}

// The only one is moved from: patients are many.
stats::Tally together(TallyByModel& tallies) {
  if (tallies.size() == 1) return std::move(tallies.begin()->second);
  stats::Tally all;
  for (const auto& [model, part] : tallies) all.add(part);
  return all;
}

Samples read_samples(const Options& options, cli::Run& run) {
  if (!options.counts.empty()) return {{stats::Population::of_studies(parse_counts(options.counts)), Unit::study}, {}};
  const bool studies = options.unit == "study" || options.recipe == "paper" || options.exact;
  table::Reader& pairs = run.open_table("PAIRS", options.pairs);
  TallyByModel tallies = tally_pairs(pairs, !studies, run);
  check_one_model(tallies, options, pairs.name());
  const stats::Tally tally = together(tallies);
  const bool repeat = pairs.find("patient_id") && tally.patients_repeat();
  const Unit unit = options.unit == "patient" || (!studies && repeat) ? Unit::patient : Unit::study;
  if (unit == Unit::study && repeat) {
    run.note("patient ids repeat, and resampling studies takes each as a new patient; see --unit patient");
  }
  if (unit == Unit::patient && options.unit == "auto") {
    run.note("patient ids repeat, so whole patients are resampled; --unit study resamples studies, as the paper does");
  }
  Samples samples{sample_of(tally, unit), {}};
  if (tallies.size() < 2) return samples;
  for (const auto& [model, part] : tallies) samples.by_model.emplace_back(model, sample_of(part, unit));
  return samples;
}

std::string size_of(const Sample& sample) {
  const stats::Confusion& c = sample.population.total();
  const std::string studies = std::to_string(c.total()) + " studies";
  const std::string cells = " (TP " + std::to_string(c.tp) + ", FP " + std::to_string(c.fp) + ", FN " +
                            std::to_string(c.fn) + ", TN " + std::to_string(c.tn) + ')';
  if (sample.unit == Unit::study) return studies + cells;
  return studies + " of " + std::to_string(sample.population.units()) + " patients" + cells;
}

std::string method(const Options& options, const Sample& sample) {
  if (options.exact) return "exact law of infinitely many resamples of studies";
  return std::to_string(options.resamples) + " resamples of " + (sample.unit == Unit::study ? "studies" : "patients") +
         ", percentile interval, seed " + std::to_string(options.seed);
}

void warn_few(const Options& options, const Sample& sample, cli::Run& run) {
  const std::uint64_t units = sample.population.units();
  if (units < few_units) {
    const std::string one = sample.unit == Unit::study ? "study" : "patient";
    const std::string many = sample.unit == Unit::study ? "studies" : "patients";
    run.warn("only " + std::to_string(units) + ' ' + (units == 1 ? one : many) +
             ": percentile intervals of so few are too narrow");
  }
  constexpr double rounding = 1e-9;  // 1 - 0.9 is a little less than 0.1
  const double outside = static_cast<double>(options.resamples) * (1 - options.level);
  if (!options.exact && outside < resamples_outside * (1 - rounding)) {
    run.warn(std::to_string(options.resamples) + (options.resamples == 1 ? " resample is" : " resamples are") +
             " few for limits at level " + base::format_real(options.level));
  }
}

// "" for the group of all.
std::string group_text(const Metric& metric) {
  return metric.group == "all" ? "" : " (" + metric.group + ")";
}

void note_undefined(const std::vector<Metric>& metrics, const Options& options, cli::Run& run) {
  for (const Metric& metric : metrics) {
    if (metric.undefined == 0) continue;
    const std::string share = options.exact
                                  ? "a share of " + base::format_real(metric.undefined)
                                  : base::format_real(metric.undefined) + " of " + std::to_string(options.resamples);
    run.note(metric.measure + group_text(metric) + " is undefined in " + share +
             (options.exact ? " of the resamples" : " resamples") + ", which are left out");
  }
}

std::vector<Metric> metrics_of(const Samples& samples, const Options& options, const stats::Evaluation& wanted) {
  const auto evaluated = [&](const Sample& sample) {
    return options.exact ? stats::evaluate_exactly(sample.population.total(), wanted)
                         : stats::evaluate(sample.population, wanted);
  };
  std::vector<Metric> all = evaluated(samples.all);
  for (const auto& [model, sample] : samples.by_model) {
    for (Metric& metric : evaluated(sample)) {
      metric.group = "pipeline_hash=" + model;
      all.push_back(std::move(metric));
    }
  }
  return all;
}

void write_table(const std::vector<Metric>& metrics, cli::Run& run) {
  std::vector<table::Column> columns;
  for (const stats::MetricColumn& column : stats::metric_columns()) {
    columns.push_back({std::string(column.name), column.number ? table::Kind::number : table::Kind::text});
  }
  table::Writer& table = run.create_table(std::move(columns));
  for (const Metric& metric : metrics) table.write(stats::cells(metric));
}

void write_summary(const std::vector<Metric>& metrics, const std::string& basis, cli::Run& run) {
  base::ByteSink& text = run.create_output();
  for (const Metric& metric : metrics) text.write(stats::sentence(metric) + group_text(metric) + '\n');
  text.write(basis + '\n');
}

}  // namespace

void evaluate(const Options& options, cli::Run& run) {
  stats::Evaluation wanted = parse(options);
  const Samples samples = read_samples(options, run);
  const Sample& sample = samples.all;
  if (sample.population.units() == 0)
    throw base::Error("no study has both a label and an AI result; nothing to evaluate");
  wanted.unit = sample.unit;
  warn_few(options, sample, run);
  const std::vector<Metric> metrics = metrics_of(samples, options, wanted);
  if (!options.exact) run.record_seed(options.seed);
  run.record("unit", metrics.front().unit);
  run.record("method", metrics.front().method);
  run.record("rule", metrics.front().rule);
  run.record("resamples", options.exact ? "infinite" : std::to_string(options.resamples));

  const std::string basis = size_of(sample) + "; " + method(options, sample);
  if (options.summary) {
    write_summary(metrics, basis, run);
  } else {
    write_table(metrics, run);
    run.note(stats::sentence(metrics.front()));
    run.note(basis);
  }
  note_undefined(metrics, options, run);
}

}  // namespace cxrval::bootstrap_f1
