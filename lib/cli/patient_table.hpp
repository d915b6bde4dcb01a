// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "deid/row_rule.hpp"
#include "table/writer.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cxrval::cli {

// The columns of a table of patients, as the tool fills them. A column that deid::treatment_of does not know stands in
// `own` as well, with what becomes of it under --pseudonymize.
struct PatientColumns {
  std::vector<table::Column> columns;
  std::vector<deid::Column> own{};
};

// A table of patients' data: written as it is, or pseudonymised row by row under --pseudonymize. Columns without a
// treatment throw std::logic_error whether it is on or not, so that the first test of a tool meets them.
class PatientTable {
 public:
  // The main output, or another one (as Run::create_table).
  PatientTable(Run& run, const PatientColumns& columns);
  PatientTable(Run& run, const std::string& role, const std::string& path, const PatientColumns& columns);

  // Rewrites the cells, if at all, in place.
  void write(std::vector<std::string>& cells);
  void write(std::vector<std::string>&& cells) { write(cells); }
  void flush() { table_.flush(); }

 private:
  std::optional<deid::RowRule> rule_;
  table::Writer& table_;
};

}  // namespace cxrval::cli
