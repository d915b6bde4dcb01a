// SPDX-License-Identifier: Apache-2.0
#include "joined.hpp"

#include "base/error.hpp"

#include <algorithm>

namespace cxrval::eval_classes {

Joined::Joined(const Options& options, cli::Run& run) : table_(run.open_table("PREDICTIONS", options.table)) {
  if (options.truth_table.empty()) return;
  truth_key_ = table_.require(options.key);
  read_truth(options, run);
}

void Joined::read_truth(const Options& options, cli::Run& run) {
  table::Reader& truth = run.open_table("--truth-table", options.truth_table);
  truth_columns_ = truth.columns();
  const std::size_t key = truth.require(options.key);
  table::Row row;
  while (true) {
    const auto more = truth.next(row);
    if (!more) throw base::Error(more.error().place, more.error().reason);
    if (!*more) break;
    if (row.cells[key].empty())
      throw base::Error(truth.place(row, key), "an empty key; every row of the truth needs one");
    if (!truth_.emplace(row.cells[key], row.cells).second) {
      throw base::Error(truth.place(row, key), "a key twice; every row of the truth needs its own");
    }
  }
}

std::optional<Joined::Column> Joined::find(const std::string& name) const {
  if (const auto found = table_.find(name)) return Column{false, *found};
  const auto found = std::find(truth_columns_.begin(), truth_columns_.end(), name);
  if (found == truth_columns_.end()) return std::nullopt;
  return Column{true, static_cast<std::size_t>(found - truth_columns_.begin())};
}

Joined::Column Joined::require(const std::string& name) const {
  if (const auto found = find(name)) return *found;
  throw base::Error({table_.name(), 1}, "no column " + name + "; name one that is there");
}

Joined::Column Joined::require_truth(const std::string& name) const {
  if (!truth_key_) return require(name);
  const auto found = std::find(truth_columns_.begin(), truth_columns_.end(), name);
  if (found == truth_columns_.end())
    throw base::Error("--truth-table has no column " + name + "; name one that is there");
  return {true, static_cast<std::size_t>(found - truth_columns_.begin())};
}

base::Result<bool> Joined::next(Record& record) {
  record.truth = nullptr;
  auto more = table_.next(record.row);
  if (!more || !*more || !truth_key_) return more;
  const auto found = truth_.find(record.row.cells[*truth_key_]);
  if (found != truth_.end()) record.truth = &found->second;
  return more;
}

const std::string& Joined::cell(const Record& record, Column column) const {
  return column.of_truth ? (*record.truth)[column.index] : record.row.cells[column.index];
}

base::Place Joined::place(const Record& record, Column column) const {
  return table_.place(record.row, column.of_truth ? truth_key_.value_or(0) : column.index);
}

}  // namespace cxrval::eval_classes
