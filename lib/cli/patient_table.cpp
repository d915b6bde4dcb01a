// SPDX-License-Identifier: Apache-2.0
#include "cli/patient_table.hpp"

namespace cxrval::cli {
namespace {

std::optional<deid::RowRule> rule_for(const Run& run, const PatientColumns& columns) {
  std::vector<std::string> names;
  for (const table::Column& column : columns.columns) names.push_back(column.name);
  const std::vector<deid::Column> treated = deid::treated(names, columns.own);
  if (!run.pseudonyms()) return std::nullopt;
  return deid::RowRule(treated, *run.pseudonyms());
}

std::vector<table::Column> shared_columns(const std::optional<deid::RowRule>& rule, const PatientColumns& columns) {
  std::vector<table::Column> shared = columns.columns;
  for (std::size_t i = 0; rule && i < shared.size(); ++i) {
    const std::string& name = rule->columns()[i];
    if (name != shared[i].name) shared[i] = {name};
  }
  return shared;
}

}  // namespace

PatientTable::PatientTable(Run& run, const PatientColumns& columns)
    : rule_(rule_for(run, columns)), table_(run.create_table(shared_columns(rule_, columns))) {}

PatientTable::PatientTable(Run& run, const std::string& role, const std::string& path, const PatientColumns& columns)
    : rule_(rule_for(run, columns)), table_(run.create_table(role, path, shared_columns(rule_, columns))) {}

void PatientTable::write(std::vector<std::string>& cells) {
  if (rule_) rule_->apply(cells);
  table_.write(cells);
}

}  // namespace cxrval::cli
