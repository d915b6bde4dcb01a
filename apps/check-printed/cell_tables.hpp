// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "base/result.hpp"
#include "cli/run.hpp"
#include "stats/claim.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::check_printed {

// The tables that --table names, each read when it is asked for first and kept.
class CellTables {
 public:
  // NAME=FILE texts. Throws UsageError for other texts and for a name given twice.
  CellTables(const std::vector<std::string>& named, cli::Run& run);

  struct Cell {
    std::string text;
    base::Place place;
  };
  // What a lookup finds; a Fault says why there is nothing (no such table, no such row, an empty cell). Throws
  // base::Error at `place`, where the lookup is written, when the table has no such column or several such rows.
  base::Result<Cell> cell(const stats::Lookup& lookup, const base::Place& place);
  base::Result<std::uint64_t> rows(const stats::Lookup& lookup, const base::Place& place);

  // Throws UsageError for a table that nobody asked for.
  void check_all_used() const;

 private:
  struct Row {
    std::vector<std::string> cells;
    std::vector<base::Place> places;
  };
  struct Table {
    std::string path;
    bool read = false;
    std::vector<std::string> columns;
    std::vector<Row> rows;
  };
  Table* find(const std::string& name);
  std::vector<const Row*> matching(const Table& table, const stats::Lookup& lookup, const base::Place& place) const;

  cli::Run& run_;
  std::map<std::string, Table> tables_;
};

}  // namespace cxrval::check_printed
