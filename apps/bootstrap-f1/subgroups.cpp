// SPDX-License-Identifier: Apache-2.0
#include "subgroups.hpp"

#include "auc_groups.hpp"
#include "base/number.hpp"
#include "stats/metric.hpp"
#include "stats/multiplicity.hpp"
#include "stats/subgroup.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cxrval::bootstrap_f1 {
namespace {

using stats::Metric;

struct Test {
  std::string measure;
  std::string column;
  std::vector<std::string> levels;
  stats::Interaction found;
};

std::string whole(const std::optional<std::uint64_t>& number) {
  return number ? std::to_string(*number) : "";
}

// All columns of one measure.
std::vector<Test> tests_of(const std::string& measure, const Material& material, const Options& options) {
  const bool by_patient = material.unit == stats::Unit::patient;
  std::vector<Test> tests;
  for (std::size_t column = 0; column < options.groups.size(); ++column) {
    Test test{measure, options.groups[column], material.cohort.levels(column), {}};
    if (test.levels.size() < 2) {
      test.found.reason = "only one group";
      test.found.groups.resize(test.levels.size());
    } else if (const auto of_counts = stats::parse_measure(measure)) {
      const auto units = material.cohort.by_patient(column, by_patient);
      test.found = stats::interaction(*of_counts, units, stats::usual_scale(*of_counts));
    } else {
      test.found = auc_interaction(material.cohort, column, by_patient);
    }
    tests.push_back(std::move(test));
  }
  return tests;
}

// Holm's adjustment of the interaction tests of one measure.
stats::PValues adjusted_interactions(const std::vector<Test>& tests) {
  stats::PValues all;
  for (const Test& test : tests) all.push_back(test.found.p);
  return stats::holm(all);
}

// And of its groups, column by column. Both groups of two are the same test, which counts once.
std::vector<stats::PValues> adjusted_groups(const std::vector<Test>& tests) {
  const auto distinct = [](const Test& test) { return test.found.groups.size() == 2 ? 1 : test.found.groups.size(); };
  stats::PValues all;
  for (const Test& test : tests) {
    for (std::size_t i = 0; i < distinct(test); ++i) all.push_back(test.found.groups[i].p);
  }
  const stats::PValues holm = stats::holm(all);
  std::vector<stats::PValues> found;
  std::size_t at = 0;
  for (const Test& test : tests) {
    found.emplace_back();
    for (std::size_t i = 0; i < test.found.groups.size(); ++i)
      found.back().push_back(holm[at + std::min(i, distinct(test) - 1)]);
    at += distinct(test);
  }
  return found;
}

class Sheet {
 public:
  Sheet(table::Writer& table, const std::vector<Metric>& metrics) : table_(table), metrics_(metrics) {}

  static std::vector<table::Column> columns() {
    std::vector<table::Column> columns{
        {"column", table::Kind::text}, {"group", table::Kind::text}, {"measure", table::Kind::text}};
    for (const char* name : {"n", "estimate", "low", "high"}) columns.push_back({name, table::Kind::number});
    columns.push_back({"method", table::Kind::text});
    for (const char* name :
         {"difference", "standard_error", "t", "degrees", "p", "p_holm", "interaction_chi_square",
          "interaction_degrees", "interaction_degrees_denominator", "interaction_p", "interaction_p_holm"})
      columns.push_back({name, table::Kind::number});
    columns.push_back({"reason", table::Kind::text});
    return columns;
  }

  void write(const std::vector<Test>& tests) const {
    const stats::PValues interactions = adjusted_interactions(tests);
    const std::vector<stats::PValues> groups = adjusted_groups(tests);
    for (std::size_t i = 0; i < tests.size(); ++i) {
      for (std::size_t level = 0; level < tests[i].levels.size(); ++level)
        write(tests[i], level, groups[i][level], interactions[i]);
    }
  }

 private:
  void write(const Test& test, std::size_t level, const std::optional<double>& p_holm,
             const std::optional<double>& interaction_p_holm) const {
    const stats::GroupContrast& group = test.found.groups[level];
    const std::string name = test.column + '=' + test.levels[level];
    const auto metric = std::find_if(metrics_.begin(), metrics_.end(), [&](const Metric& each) {
      return each.group == name && each.measure == test.measure;
    });
    std::string reason = group.reason;
    if (reason.empty()) reason = test.found.reason;
    table_.write(std::vector<std::string>{test.column,
                                          test.levels[level],
                                          test.measure,
                                          std::to_string(metric->n),
                                          stats::number_cell(metric->estimate),
                                          stats::number_cell(metric->low),
                                          stats::number_cell(metric->high),
                                          metric->method,
                                          stats::number_cell(group.difference),
                                          stats::number_cell(group.standard_error),
                                          stats::number_cell(group.t),
                                          whole(group.degrees_denominator),
                                          stats::number_cell(group.p),
                                          stats::number_cell(p_holm),
                                          stats::number_cell(test.found.chi_square),
                                          test.found.chi_square ? std::to_string(test.found.degrees) : "",
                                          whole(test.found.degrees_denominator),
                                          stats::number_cell(test.found.p),
                                          stats::number_cell(interaction_p_holm),
                                          reason});
  }

  table::Writer& table_;
  const std::vector<Metric>& metrics_;
};

void note(const std::vector<Test>& tests, cli::Run& run) {
  const stats::PValues holm = adjusted_interactions(tests);
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const Test& test = tests[i];
    const std::string what = test.measure + " by " + test.column + ": ";
    if (!test.found.p) {
      run.note(what + "no test, " + test.found.reason);
      continue;
    }
    const double f = *test.found.chi_square / static_cast<double>(test.found.degrees);
    run.note(what + "interaction F " + base::format_fixed(f, 2) + " of " + std::to_string(test.found.degrees) +
             " and " + std::to_string(test.found.degrees_denominator.value_or(0)) + ", p " +
             base::format_fixed(*test.found.p, 4) + ", by Holm " + base::format_fixed(*holm[i], 4));
  }
}

}  // namespace

void write_subgroups(const std::vector<Metric>& metrics, const Material& material, const Options& options,
                     const stats::Evaluation& wanted, cli::Run& run) {
  if (options.groups.empty()) return;
  std::optional<Sheet> sheet;
  if (!options.subgroups.empty())
    sheet.emplace(run.create_table("subgroups", options.subgroups, Sheet::columns()), metrics);
  std::vector<std::string> measures;
  for (const stats::Measure measure : wanted.measures) measures.emplace_back(stats::name(measure));
  for (const stats::ScoreMeasure& measure : wanted.score_measures) {
    if (measure.kind == stats::ScoreKind::roc_auc) measures.push_back(stats::name(measure));
  }
  for (std::size_t i = 0; i < measures.size(); ++i) {
    const std::vector<Test> tests = tests_of(measures[i], material, options);
    if (sheet) sheet->write(tests);
    if (i == 0) note(tests, run);
  }
}

}  // namespace cxrval::bootstrap_f1
