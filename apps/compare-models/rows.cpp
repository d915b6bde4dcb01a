// SPDX-License-Identifier: Apache-2.0
#include "rows.hpp"

#include "base/number.hpp"
#include "stats/metric.hpp"
#include "stats/multiplicity.hpp"

#include <map>
#include <tuple>
#include <utility>

namespace cxrval::compare_models {
namespace {

std::string whole(const std::optional<std::uint64_t>& number) {
  return number ? std::to_string(*number) : "";
}

// "0.031", and "<0.001" for less than that.
std::string p_text(double p) {
  return p < 0.001 ? "<0.001" : base::format_fixed(p, 3);
}

// As people read it: "F1 difference" of f1_difference.
std::string title(const std::string& measure) {
  constexpr std::string_view ending = "_difference";
  const bool difference = measure.ends_with(ending);
  const std::string plain = difference ? measure.substr(0, measure.size() - ending.size()) : measure;
  const auto known = stats::parse_measure(plain);
  const std::string name = known ? std::string(stats::title(*known)) : plain == "roc_auc" ? "ROC AUC" : plain;
  return difference ? name + " difference" : name;
}

}  // namespace

Row start_row(std::string measure, std::string group, const Material& material, double level) {
  Row row;
  row.metric.measure = std::move(measure);
  row.metric.group = std::move(group);
  row.metric.level = level;
  row.metric.unit = material.unit_name();
  row.metric.n = material.units();
  row.metric.rule = "estimate=point";
  return row;
}

std::string difference_of(const std::string& first, const std::string& second) {
  return first + " - " + second;
}

std::string pair_of(const std::string& first, const std::string& second) {
  return first + " & " + second;
}

void adjust(std::vector<Row>& rows) {
  std::map<std::tuple<std::string, std::string, bool>, std::vector<Row*>> families;
  for (Row& row : rows) {
    if (row.p) families[{row.metric.measure, row.p_method, row.of_readers}].push_back(&row);
  }
  for (auto& [family, members] : families) {
    stats::PValues p;
    for (const Row* row : members) p.push_back(row->p);
    const stats::PValues adjusted = stats::holm(p);
    for (std::size_t i = 0; i < members.size(); ++i) members[i]->p_holm = adjusted[i];
  }
}

void write_table(const std::vector<Row>& rows, cli::Run& run) {
  constexpr auto number = table::Kind::number;
  std::vector<table::Column> columns;
  for (const stats::MetricColumn& column : stats::metric_columns()) {
    columns.push_back({std::string(column.name), column.number ? number : table::Kind::text});
  }
  for (const char* name : {"first_only", "second_only", "statistic", "p", "p_holm"}) columns.push_back({name, number});
  columns.push_back({"p_method"});
  table::Writer& table = run.create_table(std::move(columns));
  for (const Row& row : rows) {
    std::vector<std::string> cells = stats::cells(row.metric);
    for (std::string& cell :
         std::vector<std::string>{whole(row.first_only), whole(row.second_only), stats::number_cell(row.statistic),
                                  stats::number_cell(row.p), stats::number_cell(row.p_holm), row.p_method}) {
      cells.push_back(std::move(cell));
    }
    table.write(cells);
  }
}

std::string sentence(const Row& row) {
  stats::Metric metric = row.metric;
  metric.measure = title(metric.measure);
  const bool alone = metric.estimate && !metric.low && !metric.high;
  std::string text = alone ? metric.measure + ' ' + base::format_fixed(*metric.estimate, 3) : stats::sentence(metric);
  text += " [" + metric.group + ", " + metric.method + ']';
  if (row.p) {
    text += "; p " + p_text(*row.p) + " (" + row.p_method;
    if (row.p_holm && *row.p_holm != *row.p) text += ", by Holm " + p_text(*row.p_holm);
    text += ')';
  }
  if (!metric.reason.empty()) text += "; " + metric.reason;
  return text;
}

void write_summary(const std::vector<Row>& rows, const std::string& basis, cli::Run& run) {
  base::ByteSink& text = run.create_output();
  for (const Row& row : rows) text.write(sentence(row) + '\n');
  text.write(basis + '\n');
}

}  // namespace cxrval::compare_models
