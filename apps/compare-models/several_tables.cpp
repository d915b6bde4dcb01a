// SPDX-License-Identifier: Apache-2.0
#include "several_tables.hpp"

#include "base/error.hpp"
#include "base/number.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace cxrval::compare_models {
namespace {

// One table's row about a study.
struct Reading {
  Ids ids;
  Label label = Label::unlabelled;
  bool predicted = false;
  double score = 0;
  bool scored = true;  // false for an empty probability
};

// Which columns are read of a table.
struct Use {
  bool facility = false;
  bool status = true;
  bool probability = false;
  std::optional<double> threshold;
  deid::PatientIdRule normalize_id;
};

class RowReader {
 public:
  RowReader(table::Reader& table, const Use& use)
      : table_(table),
        use_(use),
        ids_{use.facility ? table.find("facility_id") : std::nullopt, table.require("patient_id"),
             table.require("study_uid"), use.normalize_id},
        label_(table.require("label")),
        status_(use.status ? table.require("abnormal_status") : 0),
        probability_(use.probability ? table.require("probability") : 0) {}

  table::Reader& table() const { return table_; }

  base::Result<Reading> read(const table::Row& row) const {
    const auto fails = [&](std::size_t column, const char* reason) {
      return base::fault(table_.place(row, column), reason);
    };
    Reading reading;
    reading.ids = read_ids(ids_, row.cells);
    if (reading.ids.patient.empty()) return fails(*ids_.patient, "no patient_id");
    if (reading.ids.study.empty()) return fails(*ids_.study, "no study_uid");
    const auto label = parse_label(row.cells[label_]);
    if (!label) return fails(label_, "label is not normal, abnormal or unlabelled, nor 0 or 1");
    reading.label = *label;
    if (use_.probability) {
      const std::string& cell = row.cells[probability_];
      const auto score = base::parse_real(cell);
      if (!score && !cell.empty()) return fails(probability_, "probability is no number");
      reading.scored = score.has_value();
      reading.score = score.value_or(0);
      reading.predicted = use_.threshold && score && *score >= *use_.threshold;
    }
    if (use_.status) {
      const std::string& cell = row.cells[status_];
      if (cell != "0" && cell != "1") return fails(status_, "abnormal_status is not 0 or 1");
      reading.predicted = cell == "1";
    }
    return reading;
  }

  // Whose row it is, where that can be told although it cannot be used.
  std::string key(const table::Row& row) const {
    if (row.cells.size() != table_.columns().size()) return "";
    return key_of(read_ids(ids_, row.cells));
  }

  static std::string key_of(const Ids& ids) {
    return ids.patient.empty() || ids.study.empty() ? "" : ids.patient + '\n' + ids.study;
  }

 private:
  table::Reader& table_;
  Use use_;
  IdColumns ids_;
  std::size_t label_;
  std::size_t status_;
  std::size_t probability_;
};

// A row, held until it is known what the other tables say.
struct Held {
  Reading reading;
  base::Place place;
  std::string raw;
};

// What all tables say of a study.
struct Found {
  std::vector<std::optional<Held>> by_table;
  bool rejected = false;
};

class Studies {
 public:
  Studies(std::vector<std::string> names, cli::Run& run) : names_(std::move(names)), run_(run) {}

  void add(std::size_t which, Held held) {
    Found& found = of(RowReader::key_of(held.reading.ids));
    std::optional<Held>& known = found.by_table[which];
    if (known || doubled_[which].contains(RowReader::key_of(held.reading.ids))) {
      constexpr const char* reason = "study stands in more than one row of its table";
      if (known) run_.reject(names_[which], {known->place, reason}, known->raw);
      run_.reject(names_[which], {held.place, reason}, held.raw);
      doubled_[which].insert(RowReader::key_of(held.reading.ids));
      known.reset();
      found.rejected = true;
      return;
    }
    known = std::move(held);
  }

  // A row that was rejected: what other tables say of its study is of no use either.
  void spoil(const std::string& key) {
    if (!key.empty()) of(key).rejected = true;
  }

  // Which answers a study needs to be compared, and which it is given where it has them.
  struct Needs {
    bool score_of_all = false;
    bool scores = false;
    bool predictions = false;
  };

  std::vector<Study> settle(const Needs& needs) {
    std::vector<Study> studies;
    for (Found& found : found_) {
      if (!found.rejected && labels_differ(found)) reject(found);
      const std::string reason = why_excluded(found, needs.score_of_all);
      for (std::size_t i = 0; i < names_.size(); ++i) {
        if (!found.by_table[i]) continue;
        if (reason.empty()) {
          run_.ledger(names_[i]).written();
        } else {
          run_.ledger(names_[i]).excluded(reason);
        }
      }
      if (reason.empty()) studies.push_back(study_of(found, needs));
    }
    return studies;
  }

 private:
  Found& of(const std::string& key) {
    doubled_.resize(names_.size());
    const auto [known, fresh] = index_.emplace(key, found_.size());
    if (fresh) {
      found_.emplace_back();
      found_.back().by_table.resize(names_.size());
    }
    return found_[known->second];
  }

  static bool labels_differ(const Found& found) {
    std::optional<Label> label;
    for (const auto& held : found.by_table) {
      if (!held || held->reading.label == Label::unlabelled) continue;
      if (label && *label != held->reading.label) return true;
      label = held->reading.label;
    }
    return false;
  }

  void reject(Found& found) {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      std::optional<Held>& held = found.by_table[i];
      if (!held) continue;
      run_.reject(names_[i], {held->place, "the label of this study differs between the tables"}, held->raw);
      held.reset();
    }
    found.rejected = true;
  }

  std::string why_excluded(const Found& found, bool scores) const {
    if (found.rejected) return "rejected_elsewhere";
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (!found.by_table[i]) return "not_in_" + names_[i];
    }
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const Reading& reading = found.by_table[i]->reading;
      if (reading.label == Label::unlabelled) return "unlabelled";
      if (scores && !reading.scored) return "no_probability_of_" + names_[i];
    }
    return "";
  }

  static Study study_of(const Found& found, const Needs& needs) {
    Study study;
    const Reading& first = found.by_table.front()->reading;
    study.patient = first.ids.patient;
    study.study = first.ids.study;
    study.positive = first.label == Label::abnormal;
    const bool scored = std::all_of(found.by_table.begin(), found.by_table.end(),
                                    [](const auto& held) { return held->reading.scored; });
    for (const auto& held : found.by_table) {
      if (needs.predictions) study.predicted.push_back(held->reading.predicted ? 1 : 0);
      if (needs.scores && scored) study.scores.push_back(held->reading.score);
    }
    return study;
  }

  std::vector<std::string> names_;
  cli::Run& run_;
  std::vector<Found> found_;
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<std::unordered_set<std::string>> doubled_;  // by table
};

void read_rows(const RowReader& reader, std::size_t which, const std::string& name, Studies& studies, cli::Run& run) {
  table::Reader& table = reader.table();
  cli::Ledger& ledger = run.ledger(name, "compared");
  const auto pipeline = table.find("pipeline_hash");
  std::unordered_set<std::string> pipelines;
  table::Row row;
  while (true) {
    const auto more = table.next(row);
    if (more && !*more) break;
    ledger.read();
    auto reading = more ? reader.read(row) : tl::unexpected(more.error());
    if (reading) {
      if (pipeline) pipelines.insert(row.cells[*pipeline]);
      studies.add(which, {std::move(*reading), table.place(row, 0), std::string(table.raw())});
    } else {
      run.reject(name, reading.error(), table.raw());
      if (more) studies.spoil(reader.key(row));
    }
  }
  if (pipelines.size() > 1) {
    run.warn(name + ": rows of " + std::to_string(pipelines.size()) + " pipeline_hash, so its model is a mixture");
  }
}

std::vector<table::Reader*> open_all(const std::vector<std::string>& paths, cli::Run& run) {
  std::vector<table::Reader*> tables;
  for (const std::string& path : paths) tables.push_back(&run.open_table("TABLE", path));
  return tables;
}

bool all_have(const std::vector<table::Reader*>& tables, std::string_view column) {
  return std::all_of(tables.begin(), tables.end(),
                     [column](const table::Reader* table) { return table->find(column).has_value(); });
}

bool any_scores(const std::vector<Study>& studies) {
  return std::any_of(studies.begin(), studies.end(), [](const Study& study) { return !study.scores.empty(); });
}

bool overlap(const Material& one, const Material& other) {
  std::unordered_set<std::string> patients;
  for (const Study& study : one.studies) patients.insert(study.patient);
  return std::any_of(other.studies.begin(), other.studies.end(),
                     [&patients](const Study& study) { return patients.contains(study.patient); });
}

}  // namespace

Material join_tables(const std::vector<std::string>& paths, const Wanted& wanted, cli::Run& run) {
  const std::vector<table::Reader*> tables = open_all(paths, run);
  bool scores = wanted.roc_auc && (wanted.roc_auc_needed || all_have(tables, "probability"));
  const bool status = !wanted.threshold && !wanted.measures.empty();
  const Use use{all_have(tables, "facility_id"), status, scores || wanted.threshold, wanted.threshold,
                wanted.normalize_id};
  std::vector<RowReader> readers;
  for (table::Reader* table : tables) readers.emplace_back(*table, use);
  Studies studies(wanted.names, run);
  for (std::size_t i = 0; i < readers.size(); ++i) read_rows(readers[i], i, wanted.names[i], studies, run);
  Material material;
  const bool predictions = !wanted.measures.empty();
  if (predictions) material.predictors = wanted.names;
  material.studies = studies.settle({wanted.roc_auc_needed || wanted.threshold, scores, predictions});
  // match writes the column for results without probabilities as well, empty.
  if (!wanted.roc_auc_needed) scores = scores && any_scores(material.studies);
  if (scores) material.scorers = wanted.names;
  return material;
}

std::vector<Material> read_unpaired(const std::vector<std::string>& paths, const Wanted& wanted, cli::Run& run) {
  const std::vector<table::Reader*> tables = open_all(paths, run);
  const Use use{all_have(tables, "facility_id"), false, true, std::nullopt, wanted.normalize_id};
  std::vector<Material> materials;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    Studies studies({wanted.names[i]}, run);
    read_rows(RowReader(*tables[i], use), 0, wanted.names[i], studies, run);
    Material material;
    material.scorers = {wanted.names[i]};
    material.studies = studies.settle({true, true, false});
    materials.push_back(std::move(material));
  }
  if (overlap(materials.front(), materials.back())) {
    throw base::Error(
        "a patient stands in both tables, which are not independent then; compare them without --unpaired");
  }
  return materials;
}

}  // namespace cxrval::compare_models
