// SPDX-License-Identifier: Apache-2.0
#include "columns.hpp"

#include "base/error.hpp"

#include <string_view>
#include <utility>

namespace cxrval::label_reports {
namespace {

std::vector<std::string> label_columns() {
  std::vector<std::string> names = {"label", "label_strict"};
  for (const std::string_view region : label::region_names) names.push_back("region_" + std::string(region));
  names.emplace_back("label_warnings");
  for (const std::string_view region : label::region_names) names.push_back("match_" + std::string(region));
  names.emplace_back("near_misses");
  return names;
}

// "2@1:3": the second template, at the third character of the first line.
std::string written(const label::Match& match) {
  if (match.template_number == 0) return {};
  std::string text = std::to_string(match.template_number);
  text += '@';
  text += std::to_string(match.line);
  text += ':';
  text += std::to_string(match.character);
  return text;
}

}  // namespace

std::vector<table::Column> output_columns(const table::Reader& reports, const std::vector<std::string>& findings) {
  std::vector<table::Column> columns;
  for (const std::string& name : reports.columns()) columns.push_back({name});
  std::vector<std::string> added = label_columns();
  added.insert(added.end(), findings.begin(), findings.end());
  for (const std::string& name : added) {
    if (reports.find(name)) {
      throw base::Error({reports.name(), 1}, "has a column " + name + " already; label a table once, or rename it");
    }
    columns.push_back({name});
  }
  return columns;
}

void append_verdict(const label::Verdict& verdict, std::vector<std::string>& cells) {
  const bool unlabelled = verdict.label == label::Label::unlabelled;
  cells.emplace_back(label::to_string(verdict.label));
  cells.emplace_back(label::to_string(verdict.strict));
  for (const label::Label region : verdict.regions) {
    cells.emplace_back(unlabelled ? std::string_view() : label::to_string(region));
  }
  cells.push_back(to_string(verdict.warnings));
  for (const label::Match& match : verdict.matches) cells.push_back(written(match));
  std::string near;
  for (const label::NearMiss& miss : verdict.near_misses) near += (near.empty() ? "" : " | ") + to_string(miss);
  cells.push_back(std::move(near));
}

}  // namespace cxrval::label_reports
