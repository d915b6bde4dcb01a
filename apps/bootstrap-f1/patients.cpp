// SPDX-License-Identifier: Apache-2.0
#include "patients.hpp"

#include <utility>

namespace cxrval::bootstrap_f1 {
namespace {

constexpr char between = '\xff';  // in no cell: it is no UTF-8

}  // namespace

Patients::Patients(const Tables& tables, deid::PatientIdRule ids) : ids_(std::move(ids)) {
  for (const auto* table : {tables.pairs, tables.alternatives, tables.unmatched_studies, tables.unmatched_reports}) {
    by_facility_ = by_facility_ && (table == nullptr || table->find("facility_id"));
  }
  if (tables.unmatched_studies == nullptr) return;
  one_facility_ = !tables.unmatched_studies->find("facility_id");
  if (by_facility_) home_ = "";
}

std::optional<std::string> Patients::key(std::string patient_id, std::string_view facility_id) {
  if (facility_id.empty()) return patient_id;
  if (!home_) home_ = facility_id;
  if (facility_id == *home_) return patient_id;
  if (one_facility_) return std::nullopt;
  return by_facility_ ? std::move(patient_id.append(1, between).append(facility_id)) : std::move(patient_id);
}

PatientColumns::PatientColumns(const table::RecordReader& table, Patients& patients)
    : table_(table), patients_(patients), id_(table.find("patient_id")), facility_(table.find("facility_id")) {}

std::string PatientColumns::id(const table::RecordView& row) const {
  return id_ ? patients_.normal(row.cells[*id_]) : "";
}

std::string PatientColumns::key(const table::RecordView& row) const {
  if (!facility_) return id(row);
  if (auto found = patients_.key(id(row), row.cells[*facility_])) return *std::move(found);
  throw base::Error(table_.place(row, *facility_),
                    "a second facility_id, and the unmatched studies have no column facility_id to tell patients "
                    "apart; give tables of one run of match");
}

std::string PatientColumns::order(const table::RecordView& row) const {
  return (id(row) + between).append(facility_ ? row.cells[*facility_] : "");
}

}  // namespace cxrval::bootstrap_f1
