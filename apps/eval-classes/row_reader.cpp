// SPDX-License-Identifier: Apache-2.0
#include "row_reader.hpp"

#include "base/error.hpp"
#include "base/number.hpp"

#include <algorithm>

namespace cxrval::eval_classes {
namespace {

void exclude(Reading& reading, const char* reason) {
  if (reading.excluded.empty()) reading.excluded = reason;
}

// So that different cells never make the same key.
std::string with_length(const std::string& cell) {
  return std::to_string(cell.size()) + ':' + cell;
}

}  // namespace

RowReader::RowReader(const Joined& table, const Options& options, const Wanted& wanted)
    : table_(table),
      open_(!wanted.protocol),
      multi_label_(options.multi_label),
      reject_ties_(wanted.reject_ties),
      threshold_(wanted.threshold),
      normal_(options.normalize_id) {
  if (wanted.protocol) protocol_ = *wanted.protocol;
  find_columns(options, wanted);
  find_scores(wanted);
}

void RowReader::find_columns(const Options& options, const Wanted& wanted) {
  find_ids(options, wanted);
  if (!options.fold.empty()) fold_ = table_.require(options.fold);
  for (const std::string& group : wanted.groups) groups_.push_back(table_.require(group));
  if (multi_label_) {
    for (const auto& [word, number] : protocol_.truth) met_.insert(word);
    truth_labels_ = find_labels(protocol_.truth, options.truth_prefix.value, true);
    if (!options.prediction_prefix.empty()) {
      prediction_labels_ = find_labels(protocol_.prediction, options.prediction_prefix, false);
    }
    return;
  }
  truth_ = table_.require_truth(options.truth.value);
  if (!options.prediction.empty()) prediction_ = table_.require(options.prediction);
}

void RowReader::find_ids(const Options& options, const Wanted& wanted) {
  facility_ = table_.find("facility_id");
  patient_ = table_.find("patient_id");
  study_ = table_.find("study_uid");
  image_ = table_.find("sop_uid");
  frame_ = table_.find("frame");
  const auto is_key = [&](const std::optional<Joined::Column>& column) {
    return column && !column->of_truth && column->index == table_.key()->index;
  };
  if (table_.key() && !is_key(patient_) && !is_key(facility_)) key_ = table_.key();
  const bool of_studies = image_ && image_->of_truth && options.key.value == "study_uid";
  if ((image_ && !of_studies) || (study_ && frame_)) rows_ = Kind::image;
  check_unit(wanted);
  if (!patient_ && options.normalize_id.to_string() != deid::PatientIdRule().to_string()) {
    throw base::UsageError("--normalize-id needs a column patient_id; name yours with --map patient_id=THEIRS");
  }
}

void RowReader::check_unit(const Wanted& wanted) const {
  if (wanted.unit == Kind::patient && !patient_) {
    throw base::UsageError("--unit patient needs a column patient_id; name yours with --map patient_id=THEIRS");
  }
  if (wanted.unit == Kind::image && rows_ != Kind::image) {
    throw base::UsageError("--unit image needs a column sop_uid; name yours with --map sop_uid=THEIRS");
  }
  if (wanted.unit == Kind::study && rows_ == Kind::image && !study_) {
    throw base::UsageError("--unit study of images needs a column study_uid; name yours with --map study_uid=THEIRS");
  }
}

base::Place RowReader::place_of_id(const Joined::Record& record) const {
  for (const auto& id : {image_, study_, frame_, table_.key()}) {
    if (id && !id->of_truth) return table_.place(record, *id);
  }
  return table_.place(record, {});
}

std::vector<RowReader::Label> RowReader::find_labels(const Protocol::Words& words, const std::string& prefix,
                                                     bool truth) const {
  std::vector<Label> labels;
  for (const auto& [word, number] : words) {
    if (!number) continue;
    const std::string column = prefix + word;
    labels.push_back({*number, truth ? table_.require_truth(column) : table_.require(column)});
  }
  return labels;
}

void RowReader::find_scores(const Wanted& wanted) {
  std::vector<bool> scored(protocol_.classes.size());
  added_up_.resize(scored.size());
  for (const auto& [word, column] : wanted.scores) {
    const auto known = protocol_.prediction.find(word);
    if (known == protocol_.prediction.end()) throw base::UsageError("--score names a class that there is not: " + word);
    if (!known->second) continue;
    if (wanted.scores_by_prefix) {
      const bool has_column = table_.find(column).has_value();
      (has_column ? scored_words_ : unscored_words_).emplace(word, *known->second);
      if (!has_column) continue;
    }
    scores_.push_back({*known->second, table_.require(column)});
    score_columns_ += (score_columns_.empty() ? "" : ",") + column;
    if (scored[*known->second]) added_up_[*known->second] = !multi_label_;
    scored[*known->second] = true;
  }
  if (wanted.scores.empty()) return;
  const auto missing = std::find(scored.begin(), scored.end(), false);
  if (missing == scored.end()) return;
  complement_ = scored.size() == 2 && !multi_label_ && scores_.size() == 1;
  if (complement_) return;
  if (wanted.scores_by_prefix && scores_.empty()) {
    throw base::UsageError("no column is --score-prefix and the name of a class, such as " +
                           wanted.scores.front().second);
  }
  const std::string& name = protocol_.classes[static_cast<std::size_t>(missing - scored.begin())];
  throw base::UsageError("class " + name + " has no scores; " +
                         (wanted.scores_by_prefix ? "its column is --score-prefix and its name or word"
                                                  : "name their column with --score"));
}

std::vector<std::string> RowReader::truths_without_scores() const {
  std::vector<std::string> found;
  for (const auto& [word, number] : unscored_words_) {
    const bool others = std::any_of(scored_words_.begin(), scored_words_.end(), [&, of = number](const auto& scored) {
      return scored.second == of && met_.contains(scored.first);
    });
    if (others && met_.contains(word)) found.push_back(word);
  }
  return found;
}

base::Result<Reading> RowReader::read(const Joined::Record& record) {
  Reading reading;
  if (table_.has_truth_table() && record.truth == nullptr) {
    exclude(reading, "no_truth");
    return reading;
  }
  read_ids(record, reading.row);
  if (fold_) {
    reading.row.fold = table_.cell(record, *fold_);
    if (reading.row.fold.empty()) exclude(reading, "no_fold");
    if (reading.row.fold == "0") {
      return tl::unexpected(base::Fault{table_.place(record, *fold_),
                                        "the fold is 0; number folds from 1, and leave rows of no fold empty"});
    }
  }
  for (const Joined::Column group : groups_) reading.row.groups.push_back(table_.cell(record, group));
  Fault fault = multi_label_ ? read_labels(record, truth_labels_, reading) : read_truth(record, reading);
  if (!fault && prediction_) fault = read_prediction(record, reading);
  if (!fault && !prediction_labels_.empty()) fault = read_labels(record, prediction_labels_, reading);
  if (!fault && !scores_.empty()) fault = read_scores(record, reading);
  exclude_incomplete(reading);
  if (!fault && !scores_.empty() && !predicts_by_column() && reading.excluded.empty()) fault = predict(record, reading);
  if (fault) return tl::unexpected(*fault);
  return reading;
}

void RowReader::read_ids(const Joined::Record& record, Case& row) const {
  const std::string patient = patient_ ? normal_.apply(table_.cell(record, *patient_)) : "";
  if (!patient.empty()) {
    const std::string facility = facility_ ? table_.cell(record, *facility_) : "";
    row.patient = with_length(facility) + patient;
  }
  if (study_ && !table_.cell(record, *study_).empty()) {
    row.study = with_length(row.patient) + with_length(table_.cell(record, *study_));
  }
  const auto add = [&](const std::optional<Joined::Column>& id) {
    if (id && !table_.cell(record, *id).empty()) row.id += with_length(table_.cell(record, *id));
  };
  add(study_);
  add(image_);
  if (row.id.empty() && key_) row.id = "key" + with_length(table_.cell(record, *key_));
  if (!row.id.empty()) add(frame_);
}

// A row counts with what it has.
void RowReader::exclude_incomplete(Reading& reading) const {
  const bool predicted = reading.predicted_class || !reading.row.predicted.empty();
  const bool scored = !reading.row.scores.empty();
  if (predicted || scored) return;
  exclude(reading, predicts_by_column() ? "no_prediction" : "no_score");
}

Protocol::Words::const_iterator RowReader::find_word(Protocol::Words& words, const std::string& word) {
  const auto known = words.find(word);
  if (known != words.end() || !open_ || protocol_.classes.size() == most_classes) return known;
  protocol_.truth.emplace(word, protocol_.classes.size());
  protocol_.prediction.emplace(word, protocol_.classes.size());
  protocol_.classes.push_back(word);
  return words.find(word);
}

// Where classes are the words found, a word is none only beside too many others.
std::string RowReader::why_no_class(const char* what) const {
  if (open_) return "more than " + std::to_string(most_classes) + " different words; name the classes with --classes";
  return std::string("the ") + what + " is no class; name it in --classes or the protocol";
}

RowReader::Fault RowReader::read_truth(const Joined::Record& record, Reading& reading) {
  const std::string& word = table_.cell(record, *truth_);
  if (word.empty()) {
    exclude(reading, "no_truth");
    return std::nullopt;
  }
  const auto found = find_word(protocol_.truth, word);
  if (found == protocol_.truth.end()) {
    return base::Fault{table_.place(record, *truth_), why_no_class("truth")};
  }
  if (found->second) {
    if (!unscored_words_.empty()) met_.insert(word);
    reading.truth_class = *found->second;
  } else {
    exclude(reading, "left_out");
  }
  return std::nullopt;
}

RowReader::Fault RowReader::read_prediction(const Joined::Record& record, Reading& reading) {
  const std::string& word = table_.cell(record, *prediction_);
  if (word.empty()) return std::nullopt;
  const auto found = find_word(protocol_.prediction, word);
  if (found == protocol_.prediction.end() || !found->second) {
    return base::Fault{table_.place(record, *prediction_), why_no_class("prediction")};
  }
  reading.predicted_class = *found->second;
  return std::nullopt;
}

RowReader::Fault RowReader::read_labels(const Joined::Record& record, const std::vector<Label>& labels,
                                        Reading& reading) const {
  const bool truth = &labels == &truth_labels_;
  std::vector<std::uint8_t>& found = truth ? reading.row.truth : reading.row.predicted;
  bool complete = true;
  found.assign(protocol_.classes.size(), 0);
  for (const Label& label : labels) {
    const std::string& cell = table_.cell(record, label.column);
    complete = complete && !cell.empty();
    if (!cell.empty() && cell != "0" && cell != "1") {
      return base::Fault{table_.place(record, label.column), "the label is not 0 or 1"};
    }
    if (cell == "1") found[label.class_index] = 1;
  }
  if (!complete && truth) exclude(reading, "no_truth");
  if (!complete && !truth) found.clear();
  return std::nullopt;
}

RowReader::Fault RowReader::read_scores(const Joined::Record& record, Reading& reading) const {
  std::vector<double>& scores = reading.row.scores;
  std::vector<bool> seen(protocol_.classes.size());
  bool complete = true;
  scores.assign(protocol_.classes.size(), 0);
  for (const Label& label : scores_) {
    const std::string& cell = table_.cell(record, label.column);
    const auto score = base::parse_real(cell);
    complete = complete && !cell.empty();
    if (!cell.empty() && !score) return base::Fault{table_.place(record, label.column), "the score is no number"};
    const double found = score.value_or(0);
    if (complement_ && (found < 0 || found > 1)) {
      return base::Fault{table_.place(record, label.column),
                         "the score of one class of two is no probability, so the other's is not known"};
    }
    if (added_up_[label.class_index] && (found < 0 || found > 1)) {
      return base::Fault{table_.place(record, label.column),
                         "the score is no probability, so it cannot be added to another of its class"};
    }
    double& sum = scores[label.class_index];
    if (complement_) scores[1 - label.class_index] = 1 - found;
    if (!seen[label.class_index]) {
      sum = found;
    } else {
      sum = multi_label_ ? std::max(sum, found) : sum + found;
    }
    seen[label.class_index] = true;
  }
  if (!complete) scores.clear();
  return std::nullopt;
}

RowReader::Fault RowReader::predict(const Joined::Record& record, Reading& reading) const {
  const std::vector<double>& scores = reading.row.scores;
  if (multi_label_) {
    if (!threshold_) return std::nullopt;
    for (const double score : scores) reading.row.predicted.push_back(score >= *threshold_ ? 1 : 0);
    return std::nullopt;
  }
  const auto best = std::max_element(scores.begin(), scores.end());
  reading.tie = std::count(scores.begin(), scores.end(), *best) > 1;
  if (reading.tie && reject_ties_) {
    return base::Fault{table_.place(record, scores_.front().column), "several classes have the highest score"};
  }
  reading.predicted_class = static_cast<std::size_t>(best - scores.begin());
  return std::nullopt;
}

}  // namespace cxrval::eval_classes
