// SPDX-License-Identifier: Apache-2.0
#include "pairs.hpp"

#include "base/number.hpp"
#include "study_and_report.hpp"

#include <optional>

namespace cxrval::bootstrap_f1 {
namespace {

struct Pair {
  StudyAndReport both;
  std::string model;
};

class PairReader {
 public:
  PairReader(const table::Reader& table, const PairsReading& reading, Patients& patients)
      : table_(table),
        label_(table.require("label")),
        status_(table.require("abnormal_status")),
        patient_(column("patient_id", reading.needs_patients || reading.alternatives != nullptr)),
        patient_key_(table, patients),
        study_(column("study_uid", reading.alternatives != nullptr)),
        component_(reading.alternatives != nullptr ? column("component", true) : std::nullopt),
        model_(table.find("pipeline_hash")),
        report_(table),
        needs_patients_(reading.needs_patients) {}

  base::Result<Pair> parse(const table::Row& row, StudySet& seen) const {
    const auto fails = [&](std::size_t column, const char* reason) {
      return base::fault(table_.place(row, column), reason);
    };
    const auto label = parse_label(row.cells[label_]);
    if (!label) return fails(label_, "label is not normal, abnormal or unlabelled");
    const std::string& status = row.cells[status_];
    if (*label != Label::unlabelled && status != "0" && status != "1") {
      return fails(status_, "abnormal_status is not 0 or 1");
    }
    const std::string id = patient_ ? row.cells[*patient_] : "";
    if (needs_patients_ && id.empty()) return fails(*patient_, "no patient_id; --unit study needs none");
    std::uint64_t component = 0;
    if (component_) {
      const auto number = base::parse_integer<std::uint64_t>(row.cells[*component_]);
      if (!number) return fails(*component_, "component is no whole number");
      component = *number;
    }
    const std::string patient = patient_key_.key(row);
    const std::string study = study_ ? row.cells[*study_] : "";
    if (!seen.insert(patient, study)) return fails(*study_, "study seen before");
    const ReportKey report = component_ ? report_.read(row) : ReportKey{};
    return Pair{{component, id, patient, study, status == "1", *label, report}, model_ ? row.cells[*model_] : ""};
  }

  base::Place place(const table::Row& row) const { return table_.place(row, component_.value_or(0)); }

 private:
  std::optional<std::size_t> column(std::string_view name, bool needed) const {
    return needed ? std::optional(table_.require(name)) : table_.find(name);
  }

  const table::Reader& table_;
  std::size_t label_;
  std::size_t status_;
  std::optional<std::size_t> patient_;
  PatientColumns patient_key_;
  std::optional<std::size_t> study_;
  std::optional<std::size_t> component_;
  std::optional<std::size_t> model_;
  ReportColumns report_;
  bool needs_patients_;
};

void count(const Pair& pair, bool ambiguous, Alternatives* alternatives, TallyByModel& tallies) {
  const bool truth = pair.both.label == Label::abnormal;
  tallies[pair.model].add(pair.both.patient, truth, pair.both.predicted);
  if (alternatives != nullptr && !ambiguous) {
    alternatives->add_certain(pair.both.patient, truth, pair.both.predicted);
  }
}

}  // namespace

bool StudySet::insert(const std::string& patient, const std::string& study_uid) {
  return study_uid.empty() || keys_.insert(patient + '\n' + study_uid).second;
}

bool StudySet::contains(const std::string& patient, const std::string& study_uid) const {
  return keys_.contains(patient + '\n' + study_uid);
}

PairsRead read_pairs(table::Reader& pairs, const PairsReading& reading, Patients& patients, cli::Run& run) {
  const PairReader reader(pairs, reading, patients);
  Alternatives* alternatives = reading.alternatives;
  cli::Ledger& ledger = run.ledger("pairs", "evaluated");
  PairsRead all;
  table::Row row;
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
      count(*pair, ambiguous, alternatives, all.tallies);
      ledger.written();
    }
  }
  if (alternatives != nullptr) alternatives->check_all_met();
  return all;
}

}  // namespace cxrval::bootstrap_f1
