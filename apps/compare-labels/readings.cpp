// SPDX-License-Identifier: Apache-2.0
#include "readings.hpp"

#include "base/error.hpp"

#include <algorithm>

namespace cxrval::compare_labels {
namespace {

std::optional<Answer> parse_answer(std::string_view word) {
  if (word == "normal") return Answer::normal;
  if (word == "abnormal") return Answer::abnormal;
  if (word == "unlabelled" || word.empty()) return Answer::none;
  return std::nullopt;
}

// With its length before each cell, so that different cells never make the same key.
void append_cell(std::string& key, const std::string& cell) {
  key += std::to_string(cell.size());
  key += ':';
  key += cell;
}

}  // namespace

std::vector<std::string> key_columns(const std::vector<std::string>& given, const table::Reader& labels,
                                     const table::Reader& reference) {
  std::vector<std::string> keys = given;
  if (keys.empty()) {
    keys = {"session_id"};
    for (const char* further : {"service_id", "report_time"}) {
      if (labels.find(further) && reference.find(further)) keys.emplace_back(further);
    }
  }
  for (const std::string& key : keys) {
    if (std::count(keys.begin(), keys.end(), key) > 1) {
      throw base::UsageError("--key " + key + " is given more than once; give it once");
    }
  }
  return keys;
}

std::vector<std::string> shared_regions(const table::Reader& labels, const table::Reader& reference) {
  std::vector<std::string> names;
  for (const std::string& name : labels.columns()) {
    if (name.starts_with("region_") && reference.find(name)) names.push_back(name);
  }
  return names;
}

Columns find_columns(const table::Reader& table, const std::vector<std::string>& keys, const std::string& label,
                     const std::vector<std::string>& regions) {
  Columns columns;
  for (const std::string& key : keys) columns.keys.push_back(table.require(key));
  columns.label = table.require(label);
  for (const std::string& region : regions) columns.regions.push_back(table.require(region));
  return columns;
}

base::Result<Reading> read_row(const table::Reader& table, const Columns& columns, const table::Row& row) {
  Reading reading;
  if (row.cells[columns.keys.front()].empty()) {
    return base::fault(table.place(row, columns.keys.front()), "the key column is empty");
  }
  for (const std::size_t key : columns.keys) append_cell(reading.key, row.cells[key]);
  const auto label = parse_answer(row.cells[columns.label]);
  if (!label) {
    return base::fault(table.place(row, columns.label), "label is not normal, abnormal, unlabelled or empty");
  }
  reading.answers.push_back(*label);
  for (const std::size_t region : columns.regions) {
    const auto answer = parse_answer(row.cells[region]);
    if (!answer) return base::fault(table.place(row, region), "region is not normal, abnormal, unlabelled or empty");
    reading.answers.push_back(*answer);
  }
  return reading;
}

}  // namespace cxrval::compare_labels
