// SPDX-License-Identifier: Apache-2.0
#include "alternatives.hpp"

#include "base/number.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace cxrval::bootstrap_f1 {
namespace {

struct PossibleRow {
  StudyAndReport pair;
  std::uint64_t study = 0;
  std::uint64_t report = 0;
  bool chosen = false;
  base::Place place;
};

struct Contradiction {
  const char* column;
  const char* reason;
};

using Numbers = std::map<std::uint64_t, std::size_t>;  // number in the table -> the first row with it

std::size_t position(const Numbers& numbers, std::uint64_t number) {
  return static_cast<std::size_t>(std::distance(numbers.begin(), numbers.find(number)));
}

std::string study_key(const StudyAndReport& pair) {
  return pair.patient + '\n' + pair.study_uid;
}

bool same_report(const ReportKey& left, const ReportKey& right) {
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i] && right[i] && *left[i] != *right[i]) return false;
  }
  return true;
}

bool same(const StudyAndReport& left, const StudyAndReport& right) {
  const bool same_answer = left.label == Label::unlabelled || left.predicted == right.predicted;
  return same_answer && left.component == right.component && left.label == right.label &&
         same_report(left.report, right.report);
}

}  // namespace

struct ComponentRows {
  bool rejected = false;
  std::vector<PossibleRow> rows;
  Numbers studies;
  Numbers reports;
  std::set<std::pair<std::uint64_t, std::uint64_t>> pairs;

  // What speaks against a further row; else it is kept.
  std::optional<Contradiction> add(PossibleRow row) {
    const StudyAndReport& pair = row.pair;
    if (!rows.empty() && rows.front().pair.patient_id != pair.patient_id)
      return Contradiction{"patient_id", "patient_id is not that of the component above"};
    if (!rows.empty() && rows.front().pair.patient != pair.patient)
      return Contradiction{"facility_id", "facility_id is not that of the component above"};
    const auto study = studies.emplace(row.study, rows.size()).first;
    const auto report = reports.emplace(row.report, rows.size()).first;
    const StudyAndReport& by_study = study->second < rows.size() ? rows[study->second].pair : pair;
    const StudyAndReport& by_report = report->second < rows.size() ? rows[report->second].pair : pair;
    if (by_study.study_uid != pair.study_uid)
      return Contradiction{"study_uid", "study_uid is not that of the study above"};
    if (by_study.predicted != pair.predicted)
      return Contradiction{"abnormal_status", "abnormal_status is not that of the study above"};
    if (by_report.label != pair.label) return Contradiction{"label", "label is not that of the report above"};
    if (!same_report(by_report.report, pair.report))
      return Contradiction{"report", "the report's ids are not those of the report above"};
    if (!pairs.emplace(row.study, row.report).second) return Contradiction{"report", "pair seen before"};
    rows.push_back(std::move(row));
    return std::nullopt;
  }
};

namespace {

class RowReader {
 public:
  RowReader(const table::RecordReader& table, Patients& patients)
      : table_(table),
        component_(table.require("component")),
        patient_(table.require("patient_id")),
        patient_key_(table, patients),
        uid_(table.require("study_uid")),
        study_(table.require("study")),
        status_(table.require("abnormal_status")),
        report_(table.require("report")),
        label_(table.require("label")),
        chosen_(table.require("chosen")),
        key_(table) {}

  base::Result<std::uint64_t> component(const table::RecordView& row) const {
    return number(row, component_, "component");
  }

  base::Result<PossibleRow> parse(const table::RecordView& row, std::uint64_t component) const {
    const auto fails = [&](std::size_t column, const char* reason) {
      return base::fault(table_.place(row, column), reason);
    };
    const auto study = number(row, study_, "study");
    if (!study) return tl::unexpected(study.error());
    const auto report = number(row, report_, "report");
    if (!report) return tl::unexpected(report.error());
    const auto label = parse_label(row.cells[label_]);
    if (!label) return fails(label_, "label is not normal, abnormal or unlabelled");
    const auto predicted = flag(row.cells[status_]);
    if (!predicted) return fails(status_, "abnormal_status is not 0 or 1");
    const auto chosen = flag(row.cells[chosen_]);
    if (!chosen) return fails(chosen_, "chosen is not 0 or 1");
    if (patient_key_.id(row).empty()) return fails(patient_, "no patient_id");
    if (row.cells[uid_].empty()) return fails(uid_, "no study_uid");
    return PossibleRow{{component, patient_key_.id(row), patient_key_.key(row), std::string(row.cells[uid_]),
                        *predicted, *label, key_.read(row)},
                       *study,
                       *report,
                       *chosen,
                       table_.place(row, uid_)};
  }

  base::Fault fault(const table::RecordView& row, const Contradiction& found) const {
    return {table_.place(row, table_.require(found.column)), found.reason};
  }

 private:
  static std::optional<bool> flag(std::string_view cell) {
    if (cell != "0" && cell != "1") return std::nullopt;
    return cell == "1";
  }

  base::Result<std::uint64_t> number(const table::RecordView& row, std::size_t column, const std::string& name) const {
    if (const auto found = base::parse_integer<std::uint64_t>(row.cells[column])) return *found;
    return base::fault(table_.place(row, column), name + " is no whole number");
  }

  const table::RecordReader& table_;
  std::size_t component_;
  std::size_t patient_;
  PatientColumns patient_key_;
  std::size_t uid_;
  std::size_t study_;
  std::size_t status_;
  std::size_t report_;
  std::size_t label_;
  std::size_t chosen_;
  ReportColumns key_;
};

using Components = std::map<std::uint64_t, ComponentRows>;

class TableReader {
 public:
  TableReader(const table::RecordReader& table, Patients& patients) : rows_(table, patients) {}

  // The fault of a row; without one it is kept. A row that names its component spoils that when it is faulty.
  std::optional<base::Fault> add(const table::RecordView& row) {
    const auto number = rows_.component(row);
    if (!number) return number.error();
    ComponentRows& component = components_[*number];
    auto fault = add(row, *number, component);
    component.rejected = component.rejected || fault;
    return fault;
  }

  Components take() { return std::move(components_); }

 private:
  std::optional<base::Fault> add(const table::RecordView& row, std::uint64_t number, ComponentRows& component) {
    auto possible = rows_.parse(row, number);
    if (!possible) return possible.error();
    if (component_of_.emplace(study_key(possible->pair), number).first->second != number)
      return rows_.fault(row, {"study_uid", "the study is in another component above"});
    if (const auto found = component.add(std::move(*possible))) return rows_.fault(row, *found);
    return std::nullopt;
  }

  RowReader rows_;
  Components components_;
  std::unordered_map<std::string, std::uint64_t> component_of_;
};

Components read_components(table::RecordReader& table, Patients& patients, cli::Run& run) {
  TableReader reader(table, patients);
  cli::Ledger& ledger = run.ledger("alternatives", "possible");
  table::RecordView row;
  while (true) {
    const auto more = table.next(row);
    if (more && !*more) return reader.take();
    ledger.read();
    const auto fault = more ? reader.add(row) : std::optional(more.error());
    if (fault) run.reject("alternatives", *fault, table.raw());
  }
}

}  // namespace

Alternatives::Alternatives(table::RecordReader& table, Patients& patients, cli::Run& run) {
  const Components components = read_components(table, patients, run);
  cli::Ledger& ledger = run.ledger("alternatives", "possible");
  for (const auto& [number, component] : components) {
    if (component.rejected) {
      ledger.excluded("component_with_a_rejected_row", component.rows.size());
      continue;
    }
    for (const PossibleRow& row : component.rows) {
      if (row.pair.label == Label::unlabelled) {
        ledger.excluded("unlabelled");
      } else {
        ledger.written();
      }
    }
    take(component);
  }
}

void Alternatives::take(const ComponentRows& component) {
  std::vector<PossiblePair> pairs;
  std::set<std::uint64_t> studies;
  std::set<std::uint64_t> reports;
  for (const PossibleRow& row : component.rows) {
    auto& chosen_of_study = studies_[study_key(row.pair)];
    if (row.chosen) {
      if (!studies.insert(row.study).second || !reports.insert(row.report).second)
        throw base::Error(row.place, "chosen pairs share a study or a report; alternatives are of one-to-one pairings");
      chosen_of_study = chosen_.size();
      chosen_.push_back({row.pair, row.place});
    }
    pairs.push_back({position(component.studies, row.study), position(component.reports, row.report),
                     row.pair.predicted, row.pair.label, row.chosen});
  }
  const StudyAndReport& any = component.rows.front().pair;
  possible_ += pairs.size();
  numbers_.insert(any.component);
  certain_.add(any.patient, stats::Confusion{});
  components_.push_back({any.patient, pairings_.add(std::move(pairs))});
}

bool Alternatives::meets(const StudyAndReport& pair, const base::Place& place) {
  const auto study = studies_.find(study_key(pair));
  if (study == studies_.end() && !numbers_.contains(pair.component)) return false;
  if (study == studies_.end() || !study->second || !same(chosen_[*study->second].pair, pair))
    throw base::Error(place, "the alternatives chose no such pair; give tables of one run of match");
  chosen_[*study->second].met = true;
  return true;
}

void Alternatives::check_all_met() const {
  const auto missing = std::find_if(chosen_.begin(), chosen_.end(), [](const Chosen& each) { return !each.met; });
  if (missing != chosen_.end())
    throw base::Error(missing->place, "the chosen pair is not in PAIRS; give tables of one run of match");
}

void Alternatives::add_certain(const std::string& patient, bool truth, bool predicted) {
  if (certain_.by_patient().contains(patient)) certain_.add(patient, truth, predicted);
}

}  // namespace cxrval::bootstrap_f1
