// SPDX-License-Identifier: Apache-2.0
#include "joined.hpp"

#include "base/error.hpp"

namespace cxrval::eval_classes {

Joined::Joined(const Options& options, cli::Run& run) : table_(run.open_table("PREDICTIONS", options.table)) {
  if (options.truth_table.empty()) return;
  truth_key_ = table_.require(options.key.value);
  read_truth(options, run);
}

void Joined::read_truth(const Options& options, cli::Run& run) {
  table::Reader& truth = run.open_table("--truth-table", options.truth_table);
  truth_table_ = &truth;
  const std::size_t key = truth.require(options.key.value);
  table::Row row;
  while (true) {
    const auto more = truth.next(row);
    if (!more) throw base::Error(more.error().place, more.error().reason);
    if (!*more) break;
    if (row.cells[key].empty())
      throw base::Error(truth.place(row, key), "an empty key; every row of the truth needs one");
    if (!truth_.emplace(row.cells[key], row).second) {
      throw base::Error(truth.place(row, key), "a key twice; every row of the truth needs its own");
    }
  }
}

std::optional<Joined::Column> Joined::find(const std::string& name) const {
  if (const auto found = table_.find(name)) return Column{false, *found};
  const auto found = truth_table_ != nullptr ? truth_table_->find(name) : std::nullopt;
  if (!found) return std::nullopt;
  return Column{true, *found};
}

Joined::Column Joined::require(const std::string& name) const {
  if (const auto found = find(name)) return *found;
  throw base::Error({table_.name(), 1}, "no column " + name + "; name one that is there");
}

Joined::Column Joined::require_truth(const std::string& name) const {
  if (truth_table_ == nullptr) return require(name);
  if (const auto found = truth_table_->find(name)) return {true, *found};
  throw base::Error("--truth-table has no column " + name + "; name one that is there");
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
  return (column.of_truth ? *record.truth : record.row).cells[column.index];
}

base::Place Joined::place(const Record& record, Column column) const {
  if (column.of_truth) return truth_table_->place(*record.truth, column.index);
  return table_.place(record.row, column.index);
}

}  // namespace cxrval::eval_classes
