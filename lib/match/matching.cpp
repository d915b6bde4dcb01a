// SPDX-License-Identifier: Apache-2.0
#include "match/matching.hpp"

#include "match/patient.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <unordered_set>

namespace cxrval::match {
namespace {

template <class Record>
std::vector<std::size_t> in_order(std::span<const Record> records) {
  std::vector<std::size_t> order(records.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t l, std::size_t r) {
    if (const int ids = records[l].patient_id.compare(records[r].patient_id); ids != 0) return ids < 0;
    if (const int keys = records[l].key.compare(records[r].key); keys != 0) return keys < 0;
    return l < r;
  });
  return order;
}

// Takes the records of `patient_id` off the front of what is left.
template <class Record>
std::vector<std::size_t> take(std::span<const std::size_t>& left, std::span<const Record> records,
                              std::string_view patient_id) {
  std::vector<std::size_t> taken;
  while (!left.empty() && records[left.front()].patient_id == patient_id) {
    taken.push_back(left.front());
    left = left.subspan(1);
  }
  return taken;
}

template <class Record>
std::unordered_set<std::string_view> loose_ids(std::span<const Record> records) {
  std::unordered_set<std::string_view> ids;
  for (const Record& record : records) {
    if (!record.patient_id.empty()) ids.insert(record.loose_id);
  }
  return ids;
}

void append_all(std::vector<Unmatched>& list, const std::vector<std::size_t>& records, Reason reason,
                std::size_t candidates) {
  for (const std::size_t record : records) {
    list.push_back({record, reason, reason, candidates, 0, std::nullopt, std::nullopt});
  }
}

class Sides {
 public:
  Sides(std::span<const Study> studies, std::span<const Report> reports, const Rules& rules)
      : studies_(studies), reports_(reports), rules_(rules) {}

  Outcome run() {
    const std::vector<std::size_t> study_order = in_order(studies_);
    const std::vector<std::size_t> report_order = in_order(reports_);
    std::span<const std::size_t> studies_left = study_order;
    std::span<const std::size_t> reports_left = report_order;
    while (!studies_left.empty() || !reports_left.empty()) {
      const std::string_view id = next_id(studies_left, reports_left);
      Patient patient;
      patient.studies = take(studies_left, studies_, id);
      patient.reports = take(reports_left, reports_, id);
      settle(patient, id);
    }
    return std::move(outcome_);
  }

 private:
  std::string_view next_id(std::span<const std::size_t> studies_left, std::span<const std::size_t> reports_left) const {
    if (studies_left.empty()) return reports_[reports_left.front()].patient_id;
    const std::string_view study = studies_[studies_left.front()].patient_id;
    if (reports_left.empty()) return study;
    return std::min(study, std::string_view(reports_[reports_left.front()].patient_id));
  }

  void settle(const Patient& patient, std::string_view id) {
    if (id.empty()) {
      leave(patient, Reason::no_patient_id);
    } else if (patient.reports.empty()) {
      for (const std::size_t s : patient.studies) {
        const bool close = loose_reports_.contains(studies_[s].loose_id);
        add_study(s, close ? Reason::patient_format_differs : Reason::patient_not_found, 0);
      }
    } else if (patient.studies.empty()) {
      for (const std::size_t r : patient.reports) {
        const bool close = loose_studies_.contains(reports_[r].loose_id);
        append_all(outcome_.reports, {r}, close ? Reason::patient_format_differs : Reason::patient_not_found, 0);
      }
    } else if (patient.studies.size() > most_possible_pairs / patient.reports.size()) {
      leave(patient, Reason::too_many_records);
    } else {
      match_patient(patient, studies_, reports_, rules_, components_, outcome_);
    }
  }

  void leave(const Patient& patient, Reason reason) {
    const bool named = reason != Reason::no_patient_id;
    for (const std::size_t s : patient.studies) add_study(s, reason, named ? patient.reports.size() : 0);
    append_all(outcome_.reports, patient.reports, reason, named ? patient.studies.size() : 0);
  }

  void add_study(std::size_t study, Reason stage, std::size_t candidates) {
    append_all(outcome_.studies, {study}, stage, candidates);
    if (!studies_[study].has_ai_result) outcome_.studies.back().reason = Reason::without_ai;
  }

  std::span<const Study> studies_;
  std::span<const Report> reports_;
  const Rules& rules_;
  std::unordered_set<std::string_view> loose_studies_ = loose_ids(studies_);
  std::unordered_set<std::string_view> loose_reports_ = loose_ids(reports_);
  std::size_t components_ = 0;
  Outcome outcome_;
};

}  // namespace

Outcome match(std::span<const Study> studies, std::span<const Report> reports, const Rules& rules) {
  return Sides(studies, reports, rules).run();
}

}  // namespace cxrval::match
