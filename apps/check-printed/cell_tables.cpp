// SPDX-License-Identifier: Apache-2.0
#include "cell_tables.hpp"

#include "table/reader.hpp"
#include "wanted.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace cxrval::check_printed {
namespace {

std::size_t column_of(const std::vector<std::string>& columns, const std::string& name, const base::Place& place) {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) throw base::Error(place, "the table has no such column");
  return static_cast<std::size_t>(found - columns.begin());
}

}  // namespace

CellTables::CellTables(const std::vector<std::string>& named, cli::Run& run) : run_(run) {
  const std::string wanted = "--table needs NAME=FILE, such as metrics=metrics.csv";
  for (const std::string& text : named) {
    const auto [name, path] = split_equation(text, wanted);
    if (name.empty() || path.empty()) throw base::UsageError(wanted);
    Table table;
    table.path = path;
    if (!tables_.emplace(std::string(name), std::move(table)).second) {
      throw base::UsageError("--table names one table twice; give each its own name");
    }
  }
}

CellTables::Table* CellTables::find(const std::string& name) {
  const auto found = tables_.find(name);
  if (found == tables_.end()) return nullptr;
  Table& table = found->second;
  if (table.read) return &table;
  table.read = true;
  table::Reader& reader = run_.open_table("table", table.path);
  table.columns = reader.columns();
  table::Row row;
  while (true) {
    const auto more = reader.next(row);
    if (!more) throw base::Error(more.error().place, more.error().reason);
    if (!*more) return &table;
    Row kept{row.cells, {}};
    for (std::size_t i = 0; i < row.cells.size(); ++i) kept.places.push_back(reader.place(row, i));
    table.rows.push_back(std::move(kept));
  }
}

std::vector<const CellTables::Row*> CellTables::matching(const Table& table, const stats::Lookup& lookup,
                                                         const base::Place& place) const {
  std::vector<std::pair<std::size_t, std::string>> wanted;
  for (const auto& [column, value] : lookup.where) wanted.emplace_back(column_of(table.columns, column, place), value);
  std::vector<const Row*> found;
  for (const Row& row : table.rows) {
    const auto equal = [&](const auto& one) { return row.cells[one.first] == one.second; };
    if (std::all_of(wanted.begin(), wanted.end(), equal)) found.push_back(&row);
  }
  return found;
}

base::Result<CellTables::Cell> CellTables::cell(const stats::Lookup& lookup, const base::Place& place) {
  const Table* table = find(lookup.table);
  if (table == nullptr) return base::fault({}, "no table " + lookup.table + " was given");
  const std::size_t column = column_of(table->columns, lookup.column, place);
  const std::vector<const Row*> rows = matching(*table, lookup, place);
  if (rows.empty()) return base::fault({}, "the table " + lookup.table + " has no such row");
  if (rows.size() > 1) throw base::Error(place, "the table has several such rows; name more of its columns");
  const Row& row = *rows.front();
  if (row.cells[column].empty()) return base::fault({}, "the cell of table " + lookup.table + " is empty");
  return Cell{row.cells[column], row.places[column]};
}

base::Result<std::uint64_t> CellTables::rows(const stats::Lookup& lookup, const base::Place& place) {
  const Table* table = find(lookup.table);
  if (table == nullptr) return base::fault({}, "no table " + lookup.table + " was given");
  return std::uint64_t{matching(*table, lookup, place).size()};
}

void CellTables::check_all_used() const {
  for (const auto& [name, table] : tables_) {
    if (!table.read) throw base::UsageError("--table " + name + " is named nowhere in the paper's list; leave it out");
  }
}

}  // namespace cxrval::check_printed
