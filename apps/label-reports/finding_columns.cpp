// SPDX-License-Identifier: Apache-2.0
#include "finding_columns.hpp"

#include "cli/data_path.hpp"

namespace cxrval::label_reports {

FindingColumns::FindingColumns(const std::string& rules, cli::Run& run) {
  if (rules.empty()) return;
  const std::string path = rules == "default" ? cli::data_path("findings/vi-chest.tsv") : rules;
  rules_ = label::read_finding_rules(*run.open("findings", path));
}

std::vector<std::string> FindingColumns::names() const {
  std::vector<std::string> names;
  if (!rules_) return names;
  for (const std::string& one : rules_->classes()) names.push_back("finding_" + one);
  return names;
}

std::vector<std::string> FindingColumns::cells(std::string_view description, std::string_view conclusion) const {
  std::vector<std::string> cells;
  if (!rules_) return cells;
  for (const label::FindingState state : rules_->find(description, conclusion)) cells.emplace_back(to_string(state));
  return cells;
}

}  // namespace cxrval::label_reports
