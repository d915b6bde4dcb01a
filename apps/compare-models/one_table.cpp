// SPDX-License-Identifier: Apache-2.0
#include "one_table.hpp"

#include "base/error.hpp"
#include "base/number.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace cxrval::compare_models {
namespace {

constexpr const char* doubled_reason = "study stands in more than one row";

// Empty without a study_uid: such rows are studies of their own.
std::string key_of(const Ids& ids) {
  return ids.study.empty() ? "" : ids.patient + '\n' + ids.study;
}

struct Answers {
  NamedColumn named;
  std::size_t column = 0;
};

std::vector<Answers> find_columns(const std::vector<NamedColumn>& named, const std::string& option,
                                  const table::Reader& table) {
  std::vector<Answers> found;
  for (const NamedColumn& each : named) {
    const auto column = table.find(each.column);
    if (!column)
      throw base::Error({table.name(), 1}, "no column " + each.column + "; " + option + " needs one that is there");
    found.push_back({each, *column});
  }
  return found;
}

// A row that can be used, and why it is not, if so.
struct Reading {
  Study study;
  std::string excluded;
};

class RowReader {
 public:
  RowReader(const table::Reader& table, const Wanted& wanted)
      : table_(table),
        models_(find_columns(wanted.models, "--model", table)),
        scores_(find_columns(wanted.scores, "--score", table)),
        readers_(find_columns(wanted.ratings, "--rating", table)),
        classes_(wanted.classes),
        threshold_(wanted.threshold),
        ids_{table.find("facility_id"), table.find("patient_id"), table.find("study_uid"), wanted.normalize_id} {
    if (!models_.empty() || !scores_.empty()) label_ = table.require("label");
    for (const Answers& score : scores_) {
      const auto same = [&](const Answers& model) { return model.named.name == score.named.name; };
      cut_.push_back(threshold_ && std::none_of(models_.begin(), models_.end(), same));
    }
  }

  void name(Material& material) const {
    for (const Answers& model : models_) material.predictors.push_back(model.named.name);
    for (std::size_t i = 0; i < scores_.size(); ++i) {
      if (cut_[i]) material.predictors.push_back(scores_[i].named.name);
      material.scorers.push_back(scores_[i].named.name);
    }
    for (const Answers& reader : readers_) material.readers.push_back(reader.named.name);
    material.classes = classes_;
  }

  // Whose row it is, where that can be told although it cannot be used.
  std::string key(const table::Row& row) const {
    return row.cells.size() == table_.columns().size() ? key_of(read_ids(ids_, row.cells)) : "";
  }

  base::Result<Reading> read(const table::Row& row) const {
    Reading reading;
    const Ids ids = read_ids(ids_, row.cells);
    reading.study.patient = ids.patient;
    reading.study.study = ids.study;
    if (label_) {
      const auto label = parse_label(row.cells[*label_]);
      if (!label) return fails(row, *label_, "label is not normal, abnormal or unlabelled, nor 0 or 1");
      if (*label == Label::unlabelled) exclude(reading, "unlabelled");
      reading.study.positive = *label == Label::abnormal;
    }
    for (const Answers& model : models_) {
      const std::string& cell = row.cells[model.column];
      if (cell.empty()) exclude(reading, "no_prediction_of_" + model.named.name);
      if (!cell.empty() && cell != "0" && cell != "1") return fails(row, model.column, "prediction is not 0 or 1");
      reading.study.predicted.push_back(cell == "1" ? 1 : 0);
    }
    if (auto fault = read_scores(row, reading)) return tl::unexpected(*fault);
    if (auto fault = read_ratings(row, reading)) return tl::unexpected(*fault);
    return reading;
  }

 private:
  static void exclude(Reading& reading, const std::string& reason) {
    if (reading.excluded.empty()) reading.excluded = reason;
  }

  tl::unexpected<base::Fault> fails(const table::Row& row, std::size_t column, const char* reason) const {
    return base::fault(table_.place(row, column), reason);
  }

  std::optional<base::Fault> read_scores(const table::Row& row, Reading& reading) const {
    for (std::size_t i = 0; i < scores_.size(); ++i) {
      const std::string& cell = row.cells[scores_[i].column];
      const auto score = base::parse_real(cell);
      if (cell.empty()) {
        exclude(reading, "no_score_of_" + scores_[i].named.name);
      } else if (!score) {
        return base::Fault{table_.place(row, scores_[i].column), "score is no number"};
      }
      reading.study.scores.push_back(score.value_or(0));
      if (cut_[i]) reading.study.predicted.push_back(score && *score >= *threshold_ ? 1 : 0);
    }
    return std::nullopt;
  }

  std::optional<base::Fault> read_ratings(const table::Row& row, Reading& reading) const {
    for (const Answers& reader : readers_) {
      const std::string& cell = row.cells[reader.column];
      const auto found = std::find(classes_.begin(), classes_.end(), cell);
      if (!cell.empty() && found == classes_.end()) {
        return base::Fault{table_.place(row, reader.column), "rating is no class of --order"};
      }
      reading.study.ratings.push_back(cell.empty() ? std::uint8_t{0}
                                                   : static_cast<std::uint8_t>(found - classes_.begin() + 1));
    }
    return std::nullopt;
  }

  const table::Reader& table_;
  std::vector<Answers> models_;
  std::vector<Answers> scores_;
  std::vector<Answers> readers_;
  std::vector<std::string> classes_;
  std::optional<double> threshold_;
  IdColumns ids_;
  std::optional<std::size_t> label_;
  std::vector<bool> cut_;  // of each score: whether the threshold makes it a prediction
};

// A row held until it is known that its study comes no second time.
struct Held {
  Reading reading;
  base::Place place;
  std::string raw;
  bool doubled = false;
};

class Rows {
 public:
  void add(Held held, cli::Run& run) {
    const std::string key = key_of({held.reading.study.patient, held.reading.study.study});
    if (spoiled_.contains(key)) {
      run.reject("studies", {held.place, doubled_reason}, held.raw);
      return;
    }
    if (!key.empty()) {
      const auto [known, fresh] = index_.emplace(key, rows_.size());
      if (!fresh) {
        Held& first = rows_[known->second];
        if (!std::exchange(first.doubled, true)) run.reject("studies", {first.place, doubled_reason}, first.raw);
        run.reject("studies", {held.place, doubled_reason}, held.raw);
        return;
      }
    } else {
      held.raw.clear();
    }
    rows_.push_back(std::move(held));
  }

  // A row that was rejected: another one of its study is of no use either.
  void spoil(const std::string& key, cli::Run& run) {
    if (key.empty()) return;
    spoiled_.insert(key);
    const auto known = index_.find(key);
    if (known == index_.end()) return;
    Held& first = rows_[known->second];
    if (!std::exchange(first.doubled, true)) run.reject("studies", {first.place, doubled_reason}, first.raw);
  }

  std::vector<Study> account(cli::Ledger& ledger) {
    std::vector<Study> studies;
    for (Held& held : rows_) {
      if (held.doubled) continue;
      if (!held.reading.excluded.empty()) {
        ledger.excluded(held.reading.excluded);
        continue;
      }
      ledger.written();
      studies.push_back(std::move(held.reading.study));
    }
    return studies;
  }

 private:
  std::vector<Held> rows_;
  std::unordered_map<std::string, std::size_t> index_;
  std::unordered_set<std::string> spoiled_;
};

}  // namespace

Material read_one_table(const std::string& path, const Wanted& wanted, cli::Run& run) {
  table::Reader& table = run.open_table("TABLE", path);
  const RowReader reader(table, wanted);
  Material material;
  reader.name(material);
  cli::Ledger& ledger = run.ledger("studies", "compared");
  Rows rows;
  table::Row row;
  while (true) {
    const auto more = table.next(row);
    if (more && !*more) break;
    ledger.read();
    auto reading = more ? reader.read(row) : tl::unexpected(more.error());
    if (reading) {
      rows.add({std::move(*reading), table.place(row, 0), std::string(table.raw())}, run);
    } else {
      run.reject("studies", reading.error(), table.raw());
      if (more) rows.spoil(reader.key(row), run);
    }
  }
  material.studies = rows.account(ledger);
  return material;
}

}  // namespace cxrval::compare_models
