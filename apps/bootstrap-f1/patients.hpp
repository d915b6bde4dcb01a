// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "deid/patient_id.hpp"
#include "table/reader.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace cxrval::bootstrap_f1 {

// The tables of a run; those that were not given are nullptr.
struct Tables {
  table::Reader* pairs = nullptr;
  table::Reader* alternatives = nullptr;
  table::Reader* unmatched_studies = nullptr;
  table::Reader* unmatched_reports = nullptr;
};

// Tells the patients of all tables apart: by patient_id, and by facility_id too when every table has that column.
// Unmatched studies have it only where match found several facilities; without them, records that name none are of the
// first facility that is named, so that one facility is no different from none.
class Patients {
 public:
  // Ids are brought into normal form by `ids` first.
  explicit Patients(const Tables& tables, deid::PatientIdRule ids = {});

  std::string normal(const std::string& patient_id) const { return ids_.apply(patient_id); }

  // Equal for records of one patient, and only for those. Throws base::Error at `place` for a second facility when the
  // unmatched studies do not say which is theirs.
  std::string key(const std::string& patient_id, const std::string& facility_id, const base::Place& place);

 private:
  deid::PatientIdRule ids_;
  bool by_facility_ = true;
  bool one_facility_ = false;        // a second one is refused
  std::optional<std::string> home_;  // the facility whose patients are known by their id alone
};

// The patients of a table's rows.
class PatientColumns {
 public:
  PatientColumns(const table::Reader& table, Patients& patients);

  // The normal form of patient_id; empty without that column.
  std::string id(const table::Row& row) const;
  // A column that the table lacks is empty. Throws as Patients::key().
  std::string key(const table::Row& row) const;
  // Orders patients by id and facility, whatever the order of the rows.
  std::string order(const table::Row& row) const;

 private:
  const table::Reader& table_;
  Patients& patients_;
  std::optional<std::size_t> id_;
  std::optional<std::size_t> facility_;
};

}  // namespace cxrval::bootstrap_f1
