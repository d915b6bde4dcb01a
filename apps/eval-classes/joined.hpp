// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace cxrval::eval_classes {

// The table of predictions, and beside each of its rows the row of --truth-table with the same key, if there is one.
class Joined {
 public:
  // Throws base::Error for a key that the truth has twice or empty, and for a record of it that cannot be read.
  Joined(const Options& options, cli::Run& run);

  struct Column {
    bool of_truth = false;
    std::size_t index = 0;
  };
  struct Record {
    table::Row row;
    const table::Row* truth = nullptr;  // nothing: the truth does not have this key
  };

  // The column of the predictions; of the truth where only that has it.
  std::optional<Column> find(const std::string& name) const;
  // The column of the truth where there is such a table, else of the predictions. Throws base::Error without one.
  Column require_truth(const std::string& name) const;
  Column require(const std::string& name) const;

  base::Result<bool> next(Record& record);
  // Not of a truth that is not there.
  const std::string& cell(const Record& record, Column column) const;
  // In the table that the column is of.
  base::Place place(const Record& record, Column column) const;
  std::string_view raw() const { return table_.raw(); }
  const std::string& name() const { return table_.name(); }
  bool has_truth_table() const { return truth_key_.has_value(); }
  // Of the predictions, with a truth table.
  std::optional<Column> key() const { return truth_key_ ? std::optional(Column{false, *truth_key_}) : std::nullopt; }

 private:
  void read_truth(const Options& options, cli::Run& run);

  table::Reader& table_;
  table::Reader* truth_table_ = nullptr;
  std::unordered_map<std::string, table::Row> truth_;
  std::optional<std::size_t> truth_key_;  // in the table of predictions
};

}  // namespace cxrval::eval_classes
