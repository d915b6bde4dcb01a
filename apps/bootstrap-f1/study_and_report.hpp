// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "label.hpp"
#include "table/record_reader.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace cxrval::bootstrap_f1 {

// What tells one report from another; a column that its table lacks is nothing.
using ReportKey = std::array<std::optional<std::string>, 4>;

class ReportColumns {
 public:
  explicit ReportColumns(const table::RecordReader& table)
      : columns_{table.find("facility_id"), table.find("session_id"), table.find("service_id"),
                 table.find("report_time")} {}

  ReportKey read(const table::RecordView& row) const {
    ReportKey key;
    for (std::size_t i = 0; i < key.size(); ++i) {
      if (columns_[i]) key[i] = std::string(row.cells[*columns_[i]]);
    }
    return key;
  }

 private:
  std::array<std::optional<std::size_t>, 4> columns_;
};

// A study and a report as PAIRS or the table of alternatives puts them together.
struct StudyAndReport {
  std::uint64_t component = 0;
  std::string patient_id;
  std::string patient;  // the key, of Patients
  std::string study_uid;
  bool predicted = false;
  Label label = Label::normal;
  ReportKey report;
};

}  // namespace cxrval::bootstrap_f1
