// SPDX-License-Identifier: Apache-2.0
#include "tallies.hpp"

#include <algorithm>
#include <span>
#include <string_view>

namespace cxrval::match_tool {
namespace {

using Cells = std::span<const std::string_view>;

std::int64_t day_of(base::CivilTime time) {
  constexpr std::int64_t day = 86400;
  return (time.seconds - ((time.seconds % day) + day) % day) / day;
}

class Teller {
 public:
  Teller(const Context& context, const Part& part)
      : context_(context),
        reports_(context.reports),
        part_(part),
        study_matched_(part.studies.size()),
        report_matched_(part.reports.size()) {}

  Tallies run() {
    count_pairs();
    count_studies();
    count_reports();
    for (const UnmatchedRow& row : part_.unmatched_studies) ++at(tallies_.studies.unmatched, row.why.reason);
    for (const UnmatchedRow& row : part_.unmatched_reports) ++at(tallies_.reports.unmatched, row.why.reason);
    tallies_.studies.patients = part_.patients_of_studies;
    tallies_.reports.patients = part_.patients_of_reports;
    tallies_.patients_of_both = part_.patients_of_both;
    tallies_.merged_reports = part_.merged_reports;
    tallies_.comparisons = part_.comparisons;
    return std::move(tallies_);
  }

 private:
  static std::uint64_t& at(std::array<std::uint64_t, reasons>& counts, match::Reason reason) {
    return counts[static_cast<std::size_t>(reason)];
  }

  void count_pairs() {
    const PairRow* last = nullptr;
    for (const PairRow& row : part_.pairs) {
      study_matched_[row.study] = true;
      report_matched_[row.report] = true;
      count_pair(row);
      const bool same_patient = last != nullptr &&
                                part_.studies[last->study].patient_id == part_.studies[row.study].patient_id &&
                                part_.studies[last->study].facility == part_.studies[row.study].facility;
      tallies_.pair_patients += !same_patient;
      last = &row;
    }
    count_ambiguous_components();
  }

  void count_pair(const PairRow& row) {
    const study::Study& study = part_.studies[row.study].study;
    const Cells cells = part_.cells_of(row.report);
    ++tallies_.pairs;
    tallies_.open_session += row.pair.open_session;
    tallies_.report_before_study += row.pair.report_before_study;
    tallies_.ambiguous += row.pair.ambiguous;
    tallies_.identity_conflict += identity_conflict(context_, part_, row).any();
    const std::string_view label = cell(cells, reports_.label);
    const std::size_t answer = label == "normal" ? 0 : label == "abnormal" ? 1 : 2;
    ++tallies_.answers[answer][study.abnormal.value_or(false) ? 1 : 0];
  }

  void count_ambiguous_components() {
    std::vector<std::uint32_t> components;
    for (const PairRow& row : part_.pairs) {
      if (row.pair.ambiguous) components.push_back(row.pair.component);
    }
    std::sort(components.begin(), components.end());
    const auto end = std::unique(components.begin(), components.end());
    tallies_.ambiguous_components = static_cast<std::uint64_t>(end - components.begin());
  }

  void count_studies() {
    for (std::size_t i = 0; i < part_.studies.size(); ++i) {
      const study::Study& study = part_.studies[i].study;
      const bool ok = study.status == study::Status::ok;
      ++tallies_.studies.records;
      tallies_.studies.matched += study_matched_[i];
      ++tallies_.by_status[static_cast<std::size_t>(study.status)];
      if (!context_.count_days || !study.study_time) continue;
      Tallies::Day& day = tallies_.days[day_of(*study.study_time)];
      ++day.studies;
      day.studies_ok += ok;
      day.studies_matched += study_matched_[i];
    }
  }

  void count_reports() {
    std::string_view patient, facility, session;
    for (std::size_t i = 0; i < part_.reports.size(); ++i) {
      const PackedReport& report = part_.reports[i];
      ++tallies_.reports.records;
      tallies_.reports.matched += report_matched_[i];
      const Cells cells = part_.cells_of(static_cast<std::uint32_t>(i));
      const std::string_view own_facility = cell(cells, reports_.facility), own = cell(cells, reports_.session);
      const bool known = i > 0 && report.patient_id == patient && own_facility == facility && own == session;
      tallies_.sessions += !known;
      patient = report.patient_id;
      facility = own_facility;
      session = own;
      if (!context_.count_days || !report.time) continue;
      Tallies::Day& day = tallies_.days[day_of(*report.time)];
      ++day.reports;
      day.reports_matched += report_matched_[i];
    }
  }

  const Context& context_;
  const Reports& reports_;
  const Part& part_;
  std::vector<bool> study_matched_;
  std::vector<bool> report_matched_;
  Tallies tallies_;
};

void add(Tallies::Side& to, const Tallies::Side& more) {
  to.records += more.records;
  to.patients += more.patients;
  to.matched += more.matched;
  for (std::size_t i = 0; i < reasons; ++i) to.unmatched[i] += more.unmatched[i];
}

void add(Tallies::Day& to, const Tallies::Day& more) {
  to.studies += more.studies;
  to.studies_ok += more.studies_ok;
  to.studies_matched += more.studies_matched;
  to.reports += more.reports;
  to.reports_matched += more.reports_matched;
}

}  // namespace

Tallies& Tallies::operator+=(const Tallies& other) {
  add(studies, other.studies);
  add(reports, other.reports);
  for (std::size_t i = 0; i < statuses; ++i) by_status[i] += other.by_status[i];
  for (std::size_t i = 0; i < answers.size(); ++i) {
    for (std::size_t j = 0; j < answers[i].size(); ++j) answers[i][j] += other.answers[i][j];
  }
  for (std::uint64_t Tallies::*count :
       {&Tallies::sessions, &Tallies::patients_of_both, &Tallies::merged_reports, &Tallies::pairs,
        &Tallies::pair_patients, &Tallies::open_session, &Tallies::report_before_study, &Tallies::ambiguous,
        &Tallies::identity_conflict, &Tallies::ambiguous_components}) {
    this->*count += other.*count;
  }
  for (const auto& [day, counts] : other.days) add(days[day], counts);
  for (std::size_t i = 0; i < comparisons.size(); ++i) {
    comparisons[i].pairs += other.comparisons[i].pairs;
    comparisons[i].added += other.comparisons[i].added;
    comparisons[i].missing += other.comparisons[i].missing;
  }
  return *this;
}

Tallies tally(const Context& context, const Part& part) {
  return Teller(context, part).run();
}

}  // namespace cxrval::match_tool
