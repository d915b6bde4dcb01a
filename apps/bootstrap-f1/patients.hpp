// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "deid/patient_id.hpp"
#include "table/record_reader.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cxrval::bootstrap_f1 {

// The tables of a run; those that were not given are nullptr.
struct Tables {
  table::RecordReader* pairs = nullptr;
  table::RecordReader* alternatives = nullptr;
  table::RecordReader* unmatched_studies = nullptr;
  table::RecordReader* unmatched_reports = nullptr;
};

// Tells the patients of all tables apart: by patient_id, and by facility_id too when every table has that column.
// Unmatched studies have it only where match found several facilities; without them, records that name none are of the
// first facility that is named, so that one facility is no different from none.
class Patients {
 public:
  // Ids are brought into normal form by `ids` first.
  explicit Patients(const Tables& tables, deid::PatientIdRule ids = {});

  std::string normal(std::string_view patient_id) const { return ids_.apply(patient_id); }

  // Equal for records of one patient, and only for those; nothing for a second facility when the unmatched studies do
  // not say which is theirs.
  std::optional<std::string> key(std::string patient_id, std::string_view facility_id);

 private:
  deid::PatientIdRule ids_;
  bool by_facility_ = true;
  bool one_facility_ = false;        // a second one is refused
  std::optional<std::string> home_;  // the facility whose patients are known by their id alone
};

// The patients of a table's rows.
class PatientColumns {
 public:
  PatientColumns(const table::RecordReader& table, Patients& patients);

  // The normal form of patient_id; empty without that column.
  std::string id(const table::RecordView& row) const;
  // A column that the table lacks is empty. Throws base::Error for a facility for which there is no key.
  std::string key(const table::RecordView& row) const;
  // Orders patients by id and facility, whatever the order of the rows.
  std::string order(const table::RecordView& row) const;

 private:
  const table::RecordReader& table_;
  Patients& patients_;
  std::optional<std::size_t> id_;
  std::optional<std::size_t> facility_;
};

}  // namespace cxrval::bootstrap_f1
