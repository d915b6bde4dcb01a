// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"
#include "deid/key.hpp"
#include "deid/patient_id.hpp"
#include "deid/treatment.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::deid {

// How a run pseudonymises.
struct Settings {
  Key key;
  PatientIdRule patient_ids;
  bool keep_text = false;
};

// Makes rows of one table fit to be shared. The names of all kinds become pseudonyms under the key; every time of a row
// moves by the whole weeks of the row's patient, so that lags, order, weekdays and times of day stay; of a row that
// names no patient, nobody could tell by how much, and its times become empty. A row stays the row it was: the same
// number of cells in the same order.
class RowRule {
 public:
  // Throws std::logic_error when two columns would have the same name.
  RowRule(std::vector<Column> columns, Settings settings);

  const std::vector<std::string>& columns() const { return names_; }
  // Rewrites the cells, as many as there are columns (else std::logic_error).
  void apply(std::vector<std::string>& cells) const;

 private:
  // What the other cells of a row depend on, read before any is rewritten.
  struct Context {
    std::optional<int> weeks;
    std::optional<base::CivilDate> date;
  };

  Context context_of(const std::vector<std::string>& cells) const;
  std::string rewritten(Treatment treatment, const std::string& cell, const Context& context) const;

  std::vector<Column> columns_;
  std::vector<std::string> names_;
  Settings settings_;
};

}  // namespace cxrval::deid
