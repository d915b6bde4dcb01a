// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "match/patient.hpp"
#include "match/roster.hpp"
#include "plan.hpp"
#include "reports.hpp"
#include "results.hpp"
#include "study/reduce.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace cxrval::match_tool {

// What all parts share once both tables are read.
struct Context {
  const Plan& plan;
  const Results& results;
  const Reports& reports;
  bool by_facility = false;  // patients of two facilities are two patients
  bool list_alternatives = false;
  bool count_days = false;
  std::unordered_set<std::string_view> shared_study_uids;  // of several patients
  std::vector<std::string_view> devices;                   // in their order
};

struct StudyRow {
  std::string_view patient_id;
  std::string_view facility;
  study::Study study;
};

// A pair, by the rows of its part.
struct PairRow {
  std::uint32_t study = 0;
  std::uint32_t report = 0;
  match::Pair pair;  // its component counts within the part
};

struct UnmatchedRow {
  std::uint32_t record = 0;
  std::optional<std::uint32_t> nearest;
  match::Unmatched why;
};

struct AlternativeRow {
  std::uint32_t study = 0;
  std::uint32_t report = 0;
  std::uint32_t study_number = 0;  // in its component, from 1
  std::uint32_t report_number = 0;
  match::Alternative pair;
};

// Everything that becomes of the records of some patients.
struct Part {
  // Where the records of one that both sides have stand.
  struct Patient {
    std::size_t studies = 0;
    std::size_t reports = 0;
    std::size_t study_count = 0;
    std::size_t report_count = 0;
  };

  std::vector<StudyRow> studies;
  std::vector<PackedReport> reports;
  std::vector<std::string_view> cells;  // of the reports, one after another
  std::vector<Patient> patients;        // that were paired
  std::vector<PairRow> pairs;           // by patient, study, report
  std::vector<UnmatchedRow> unmatched_studies;
  std::vector<UnmatchedRow> unmatched_reports;
  std::vector<AlternativeRow> alternatives;
  std::uint64_t components = 0;
  std::uint64_t merged_reports = 0;
  std::uint64_t patients_of_studies = 0;
  std::uint64_t patients_of_reports = 0;
  std::uint64_t patients_of_both = 0;
  std::array<match::Comparison, match::pairings> comparisons;

  std::span<const std::string_view> cells_of(std::uint32_t report) const {
    const std::size_t width = reports.empty() ? 0 : cells.size() / reports.size();
    return std::span(cells).subspan(report * width, width);
  }
};

// What images and report say differently of the patient; what one of them does not say is no conflict.
struct IdentityConflict {
  bool sex = false;
  bool birth_year = false;

  bool any() const { return sex || birth_year; }
};
IdentityConflict identity_conflict(const Context& context, const Part& part, const PairRow& row);

// The facility of a packed record; nothing where patients are not told apart by it.
std::string_view facility_of_image(const Context& context, std::string_view patient_id);
std::string_view facility_of_report(const Context& context, std::string_view patient_id);

// Pairs the records of a part of the roster. Studies are ordered by patient, facility and study_uid, reports by
// patient, facility, session, service, report time, then by their other cells. A report that repeats another in every
// cell but `source` is merged into it.
Part settle(const Context& context, const match::Roster::Part& records);

}  // namespace cxrval::match_tool
