// SPDX-License-Identifier: Apache-2.0
#include "check_printed.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "paper_output.hpp"
#include "slip_checks.hpp"
#include "stats/exact_law.hpp"
#include "stats/metric.hpp"
#include "wanted.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>

namespace cxrval::check_printed {
namespace {

using stats::Confusion;
using stats::FittedMetric;
using stats::FittingTable;
using stats::Measure;
using table::Kind;

constexpr std::array standard_measures{Measure::sensitivity, Measure::specificity, Measure::ppv,
                                       Measure::npv,         Measure::accuracy,    Measure::f1};

bool is_standard(Measure measure) {
  return std::find(standard_measures.begin(), standard_measures.end(), measure) != standard_measures.end();
}

std::string table_text(const Confusion& c) {
  return "TP " + std::to_string(c.tp) + ", FP " + std::to_string(c.fp) + ", FN " + std::to_string(c.fn) + ", TN " +
         std::to_string(c.tn);
}

std::vector<table::Column> table_columns(const stats::PrintedStudy& study) {
  std::vector<table::Column> columns;
  for (const char* cell : {"tp", "fp", "fn", "tn"}) columns.push_back({cell, Kind::number});
  for (const Measure measure : standard_measures) columns.push_back({std::string(stats::name(measure)), Kind::number});
  for (const stats::PrintedMetric& metric : study.metrics) {
    const std::string name(stats::name(metric.measure));
    if (!is_standard(metric.measure)) columns.push_back({name, Kind::number});
    if (!metric.limits) continue;
    for (const char* part : {"_mean", "_low", "_high", "_low_from", "_low_to", "_high_from", "_high_to", "_chance"}) {
      columns.push_back({name + part, Kind::number});
    }
    columns.push_back({name + "_methods"});
  }
  for (const char* rule : {"level", "resamples", "noise"}) columns.push_back({rule, Kind::number});
  return columns;
}

void add_limits(const FittedMetric& metric, std::vector<std::string>& cells) {
  const auto end = [](const std::optional<std::array<double, 2>>& window, std::size_t i) {
    return window ? base::format_real((*window)[i]) : "";
  };
  // The mean is an integral and the chance a normal one: digits that depend on the mathematics library are not shown.
  const auto fixed = [](const std::optional<double>& number, int digits) {
    return number ? base::format_fixed(*number, digits) : "";
  };
  for (const std::string& cell :
       {fixed(metric.mean, 9), stats::number_cell(metric.low), stats::number_cell(metric.high),
        end(metric.low_window, 0), end(metric.low_window, 1), end(metric.high_window, 0), end(metric.high_window, 1),
        fixed(metric.chance, 4), metric.methods}) {
    cells.push_back(cell);
  }
}

void write_tables(const stats::PrintedStudy& study, const std::vector<FittingTable>& tables, cli::Run& run) {
  table::Writer& writer = run.create_table(table_columns(study));
  for (const FittingTable& table : tables) {
    const Confusion& c = table.counts;
    std::vector<std::string> cells{std::to_string(c.tp), std::to_string(c.fp), std::to_string(c.fn),
                                   std::to_string(c.tn)};
    for (const Measure measure : standard_measures) cells.push_back(stats::number_cell(stats::value(measure, c)));
    for (std::size_t i = 0; i < study.metrics.size(); ++i) {
      if (!is_standard(study.metrics[i].measure)) cells.push_back(stats::number_cell(table.metrics[i].estimate));
      if (study.metrics[i].limits) add_limits(table.metrics[i], cells);
    }
    cells.push_back(stats::number_cell(study.rules.level));
    cells.push_back(std::to_string(study.rules.resamples));
    cells.push_back(stats::number_cell(study.rules.noise));
    writer.write(cells);
  }
}

std::string count_of(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " table fits" : " tables fit");
}

// "TP 1126 to 1245".
template <class Value>
std::string range(const std::string& name, const std::vector<FittingTable>& tables, Value value) {
  const auto less = [&](const FittingTable& l, const FittingTable& r) { return value(l) < value(r); };
  const auto [least, most] = std::minmax_element(tables.begin(), tables.end(), less);
  const auto text = [&](const FittingTable& table) {
    if constexpr (std::is_integral_v<decltype(value(table))>) {
      return std::to_string(value(table));
    } else {
      return value(table) ? base::format_fixed(*value(table), 3) : std::string("undefined");
    }
  };
  const std::string from = text(*least);
  const std::string to = text(*most);
  return name + ' ' + from + (from == to ? "" : " to " + to);
}

std::string ranges(const std::vector<FittingTable>& tables) {
  std::string text = range("TP", tables, [](const FittingTable& t) { return t.counts.tp; });
  text += ", " + range("FP", tables, [](const FittingTable& t) { return t.counts.fp; });
  text += ", " + range("FN", tables, [](const FittingTable& t) { return t.counts.fn; });
  text += ", " + range("TN", tables, [](const FittingTable& t) { return t.counts.tn; });
  for (const Measure measure : standard_measures) {
    const auto value = [measure](const FittingTable& t) { return stats::value(measure, t.counts); };
    text += ", " + range(std::string(stats::title(measure)), tables, value);
  }
  return text;
}

// Of all metrics with percentile limits together.
double chance_of(const FittingTable& table) {
  double chance = 1;
  for (const FittedMetric& metric : table.metrics) chance *= metric.chance.value_or(1);
  return chance;
}

// What each metric leaves that is printed without the others.
std::vector<std::string> alone(const stats::PrintedStudy& study, int threads) {
  std::vector<std::string> found;
  if (study.metrics.size() < 2) return found;
  for (const stats::PrintedMetric& metric : study.metrics) {
    stats::PrintedStudy one = study;
    one.metrics = {metric};
    std::string count;
    try {
      count = count_of(stats::fitting_tables(one, threads).size());
    } catch (const base::Error& error) {
      count = error.what();  // too many to look at, or that fit
    }
    found.push_back(std::string(stats::title(metric.measure)) + " alone: " + count);
  }
  return found;
}

std::string rules_text(const Options& options, const stats::PrintedStudy& study) {
  const auto printed_limits = [](const stats::PrintedMetric& metric) { return metric.limits.has_value(); };
  std::string text =
      std::to_string(study.n) + (study.n == 1 ? " study, " : " studies, ") + options.positives + " abnormal";
  if (std::none_of(study.metrics.begin(), study.metrics.end(), printed_limits)) return text;
  text += "; limits at level " + base::format_real(options.level) + ": " + options.interval;
  if (study.rules.bootstrap) {
    text += ", percentiles of " + std::to_string(options.resamples) + " resamples of studies, noise " +
            base::format_real(options.noise) + " SD, estimate " +
            (options.estimate == "either" ? "point or mean" : options.estimate);
  }
  return text;
}

// Which of the tables would often enough be printed so.
std::vector<std::string> likelihood_text(const std::vector<FittingTable>& tables) {
  constexpr double often = 0.05;
  const auto less = [](const FittingTable& l, const FittingTable& r) { return chance_of(l) < chance_of(r); };
  const FittingTable& likeliest = *std::max_element(tables.begin(), tables.end(), less);
  const auto has_chance = [](const FittedMetric& metric) { return metric.chance.has_value(); };
  if (std::none_of(likeliest.metrics.begin(), likeliest.metrics.end(), has_chance)) return {};
  std::vector<FittingTable> frequent;
  std::copy_if(tables.begin(), tables.end(), std::back_inserter(frequent),
               [](const FittingTable& table) { return chance_of(table) >= often; });
  std::vector<std::string> text;
  if (!frequent.empty() && frequent.size() < tables.size()) {
    text.push_back(count_of(frequent.size()) + " in at least 5% of such bootstraps: " + ranges(frequent));
  }
  text.push_back("the printed limits are likeliest from " + table_text(likeliest.counts) + ": in " +
                 base::format_fixed(100 * chance_of(likeliest), 0) + "% of such bootstraps");
  return text;
}

std::vector<std::string> tables_text(const Options& options, const stats::PrintedStudy& study,
                                     const std::vector<FittingTable>& tables) {
  std::vector<std::string> text;
  if (tables.empty()) {
    text = alone(study, options.threads);
    text.insert(text.begin(), "none: the printed numbers cannot come from such a table");
  } else {
    text = likelihood_text(tables);
    text.insert(text.begin(), count_of(tables.size()) + ": " + ranges(tables));
  }
  text.push_back(rules_text(options, study));
  return text;
}

std::string check_text(const Check& check) {
  std::string text = check.kind + ' ' + check.given + ": " + std::string(stats::name(check.finding.verdict));
  if (check.finding.verdict != stats::Verdict::follows && check.kind != "same")
    text += ", computed " + check.finding.computed;
  return text + (check.finding.explanation.empty() ? "" : "; " + check.finding.explanation);
}

std::string checks_text(const std::vector<Check>& checks) {
  const auto follows = [](const Check& check) { return check.finding.verdict == stats::Verdict::follows; };
  const auto count = std::count_if(checks.begin(), checks.end(), follows);
  return std::to_string(count) + " of " + std::to_string(checks.size()) +
         (checks.size() == 1 ? " check follows" : " checks follow");
}

void write_checks(const std::vector<Check>& checks, table::Writer& writer) {
  for (const Check& check : checks) {
    writer.write(std::vector<std::string>{check.kind, check.given, check.printed, check.finding.computed,
                                          std::string(stats::name(check.finding.verdict)), check.finding.explanation});
  }
}

// Nothing that only --printed looks at.
void check_no_rules(const Options& options) {
  const Options none;
  std::string given;
  if (!options.n.empty()) given = "--n";
  if (!options.positives.empty()) given = "--positives";
  if (options.level != none.level) given = "--level";
  if (options.resamples != none.resamples) given = "--resamples";
  if (options.noise != none.noise) given = "--noise";
  if (options.interval != none.interval) given = "--interval";
  if (options.estimate != none.estimate) given = "--estimate";
  if (!given.empty()) throw base::UsageError(given + " is for --printed; give that too");
}

// --paper is a run of its own.
void check_paper_options(const Options& options) {
  if (options.paper.empty()) {
    if (!options.tables.empty() || options.markdown) {
      throw base::UsageError("--table and --markdown are for --paper; give that too");
    }
    return;
  }
  if (!options.printed.empty() || any_checks(options) || !options.slips.empty()) {
    throw base::UsageError("--paper lists its own checks; leave --printed, --slips and the checks out");
  }
  if (options.markdown && options.summary) throw base::UsageError("--markdown and --summary are two outputs; give one");
  check_no_rules(options);
}

void check_options(const Options& options) {
  const bool tables = !options.printed.empty();
  if (!tables && !any_checks(options)) {
    throw base::UsageError(
        "nothing to check; give --printed with --n and --positives, or --percent, --share, --sum, --same, --mean, "
        "--harmonic or --paper");
  }
  if (!tables && !options.slips.empty()) {
    throw base::UsageError("--slips is for runs with --printed; without it the checks are the main output, see -o");
  }
  if (tables && any_checks(options) && options.slips.empty() && !options.summary) {
    throw base::UsageError("--printed and checks give two tables; name a file for the checks with --slips");
  }
  if (!options.slips.empty() && !any_checks(options)) {
    throw base::UsageError("--slips is for checks, and there are none; leave it out");
  }
  if (!tables) check_no_rules(options);
}

}  // namespace

void check_printed(const Options& options, cli::Run& run) {
  check_paper_options(options);
  if (!options.paper.empty()) return check_paper_numbers(options, run);
  check_options(options);
  const std::vector<table::Column> slip_columns{{"check"},    {"given"},   {"printed"},
                                                {"computed"}, {"verdict"}, {"explanation"}};
  const std::vector<Check> checks = run_checks(options, run);
  std::vector<std::string> text;
  if (!options.printed.empty()) {
    const stats::PrintedStudy study = parse_study(options);
    const std::vector<FittingTable> tables = stats::fitting_tables(
        study, options.threads,
        [&run](std::size_t done, std::size_t total) { run.progress("blocks of tables", done, total); });
    run.record("level", base::format_real(options.level));
    run.record("resamples", std::to_string(options.resamples));
    run.record("noise", base::format_real(options.noise));
    run.record("tables", std::to_string(tables.size()));
    text = tables_text(options, study, tables);
    if (!options.summary) write_tables(study, tables, run);
  }
  if (!checks.empty()) {
    for (const Check& check : checks) text.push_back(check_text(check));
    text.push_back(checks_text(checks));
    if (!options.slips.empty()) write_checks(checks, run.create_table("slips", options.slips, slip_columns));
    if (!options.summary && options.printed.empty()) write_checks(checks, run.create_table(slip_columns));
  }
  if (!options.summary) {
    for (const std::string& line : text) run.note(line);
    return;
  }
  base::ByteSink& output = run.create_output();
  for (const std::string& line : text) output.write(line + '\n');
}

}  // namespace cxrval::check_printed
