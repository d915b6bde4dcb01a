// SPDX-License-Identifier: Apache-2.0
#include "pairs.hpp"

#include "base/number.hpp"
#include "groups.hpp"
#include "study_and_report.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cxrval::bootstrap_f1 {
namespace {

struct Pair {
  StudyAndReport both;  // predicted only where `is_predicted`
  bool is_predicted = false;
  std::optional<double> score;
  std::vector<std::string> groups;
  std::string model;
  std::string order;  // of the patient among the others
};

class PairReader {
 public:
  PairReader(const table::RecordReader& table, const PairsReading& reading, Patients& patients)
      : table_(table),
        label_(table.require("label")),
        status_(column("abnormal_status", reading.needs_predictions && !reading.threshold)),
        score_(column("probability", reading.needs_scores || reading.threshold)),
        patient_(column("patient_id", reading.needs_patients || reading.alternatives != nullptr)),
        patient_key_(table, patients),
        study_(column("study_uid", reading.alternatives != nullptr)),
        component_(reading.alternatives != nullptr ? column("component", true) : std::nullopt),
        model_(table.find("pipeline_hash")),
        groups_(table, reading.groups),
        report_(table),
        reading_(reading) {}

  base::Result<Pair> parse(const table::RecordView& row, StudySet& seen) const {
    const auto fails = [&](std::size_t column, const char* reason) {
      return base::fault(table_.place(row, column), reason);
    };
    Pair pair;
    const auto label = parse_label(row.cells[label_]);
    if (!label) return fails(label_, "label is not normal, abnormal or unlabelled");
    pair.both.label = *label;
    if (const auto fault = answer(row, pair)) return tl::unexpected(*fault);
    pair.both.patient_id = patient_key_.id(row);
    if (reading_.needs_patients && pair.both.patient_id.empty())
      return fails(*patient_, "no patient_id; --unit study needs none");
    if (component_) {
      const auto number = base::parse_integer<std::uint64_t>(row.cells[*component_]);
      if (!number) return fails(*component_, "component is no whole number");
      pair.both.component = *number;
    }
    pair.both.patient = patient_key_.key(row);
    if (reading_.cohort != nullptr) pair.order = patient_key_.order(row);
    if (study_) pair.both.study_uid = row.cells[*study_];
    if (!seen.insert(pair.both.patient, pair.both.study_uid)) return fails(*study_, "study seen before");
    if (component_) pair.both.report = report_.read(row);
    pair.groups = groups_.values(row);
    if (model_) pair.model = row.cells[*model_];
    return pair;
  }

  base::Place place(const table::RecordView& row) const { return table_.place(row, component_.value_or(0)); }

 private:
  std::optional<std::size_t> column(std::string_view name, bool needed) const {
    return needed ? std::optional(table_.require(name)) : table_.find(name);
  }

  // What the AI said of the study; an unlabelled pair needs none.
  std::optional<base::Fault> answer(const table::RecordView& row, Pair& pair) const {
    const bool labelled = pair.both.label != Label::unlabelled;
    if (reading_.needs_scores || reading_.threshold) {
      pair.score = base::parse_real(row.cells[*score_]);
      if (labelled && !pair.score) return base::Fault{table_.place(row, *score_), "probability is no number"};
    }
    if (reading_.threshold) {
      pair.is_predicted = pair.score.has_value();
      pair.both.predicted = pair.score && *pair.score >= *reading_.threshold;
    } else if (reading_.needs_predictions) {
      const std::string_view status = row.cells[*status_];
      pair.is_predicted = status == "0" || status == "1";
      if (labelled && !pair.is_predicted)
        return base::Fault{table_.place(row, *status_), "abnormal_status is not 0 or 1"};
      pair.both.predicted = status == "1";
    }
    return std::nullopt;
  }

  const table::RecordReader& table_;
  std::size_t label_;
  std::optional<std::size_t> status_;
  std::optional<std::size_t> score_;
  std::optional<std::size_t> patient_;
  PatientColumns patient_key_;
  std::optional<std::size_t> study_;
  std::optional<std::size_t> component_;
  std::optional<std::size_t> model_;
  GroupColumns groups_;
  ReportColumns report_;
  const PairsReading& reading_;
};

void count(const Pair& pair, bool ambiguous, const PairsReading& reading, TallyByModel& tallies) {
  const bool truth = pair.both.label == Label::abnormal;
  if (reading.cohort != nullptr) {
    const auto predicted = pair.is_predicted ? std::optional(pair.both.predicted) : std::nullopt;
    reading.cohort->add({pair.both.patient, pair.order, pair.model, truth, predicted, pair.score, pair.groups});
  }
  // Without predictions the studies are still counted by patient and by truth.
  tallies[pair.model].add(pair.both.patient, truth, pair.both.predicted);
  if (reading.alternatives != nullptr && !ambiguous) {
    reading.alternatives->add_certain(pair.both.patient, truth, pair.both.predicted);
  }
}

std::string key_of(std::string_view patient, std::string_view study_uid) {
  std::string key;
  key.reserve(patient.size() + 1 + study_uid.size());
  return key.append(patient).append(1, '\n').append(study_uid);
}

}  // namespace

bool StudySet::insert(std::string_view patient, std::string_view study_uid) {
  return study_uid.empty() || keys_.insert(key_of(patient, study_uid)).second;
}

bool StudySet::contains(std::string_view patient, std::string_view study_uid) const {
  return keys_.contains(key_of(patient, study_uid));
}

PairsRead read_pairs(table::RecordReader& pairs, const PairsReading& reading, Patients& patients, cli::Run& run) {
  const PairReader reader(pairs, reading, patients);
  Alternatives* alternatives = reading.alternatives;
  cli::Ledger& ledger = run.ledger("pairs", "evaluated");
  PairsRead all;
  table::RecordView row;
  while (true) {
    const auto more = pairs.next(row);
    if (more && !*more) break;
    ledger.read();
    const auto pair = more ? reader.parse(row, all.studies) : tl::unexpected(more.error());
    if (!pair) {
      run.reject("pairs", pair.error(), pairs.raw());
      continue;
    }
    const bool ambiguous = alternatives != nullptr && alternatives->meets(pair->both, reader.place(row));
    if (pair->both.label == Label::unlabelled) {
      ledger.excluded("unlabelled");
    } else {
      count(*pair, ambiguous, reading, all.tallies);
      ledger.written();
    }
  }
  if (alternatives != nullptr) alternatives->check_all_met();
  return all;
}

}  // namespace cxrval::bootstrap_f1
