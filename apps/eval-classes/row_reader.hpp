// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "joined.hpp"
#include "material.hpp"
#include "options.hpp"
#include "wanted.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cxrval::eval_classes {

// A row, and why it is not evaluated, if so.
struct Reading {
  Case row;
  std::string excluded;
  bool tie = false;  // of the highest score
  // Of single labels, instead of the row's truth and predicted: class numbers.
  std::size_t truth_class = 0;
  std::optional<std::size_t> predicted_class;
};

// What the cells of a row say. Without a protocol classes are numbered as they are met.
class RowReader {
 public:
  RowReader(const Joined& table, const Options& options, const Wanted& wanted);

  base::Result<Reading> read(const Joined::Record& record);
  // Classes as they are numbered in what read() gave.
  const std::vector<std::string>& classes() const { return protocol_.classes; }
  // What the rows are: images where there is a column sop_uid (frames of studies with frame alone), unless it is of a
  // truth by studies; else studies.
  Kind rows() const { return rows_; }
  // Where what tells a row from others stands.
  base::Place place_of_id(const Joined::Record& record) const;
  // Whether rows have predictions, of their own or of scores, and scores.
  bool predicts() const { return predicts_by_column() || (!scores_.empty() && (!multi_label_ || threshold_)); }
  bool scores() const { return !scores_.empty(); }
  // Whether the fold is of the truth's table, as the predictions have no such column.
  bool fold_of_truth() const { return fold_ && fold_->of_truth; }
  // Words of the protocol that the truth says and no column of scores is for, where one is for another such word of
  // the same class.
  std::vector<std::string> truths_without_scores() const;
  // The columns that scores come from, for the run record.
  const std::string& score_columns() const { return score_columns_; }

 private:
  struct Label {
    std::size_t class_index = 0;
    Joined::Column column;
  };
  using Fault = std::optional<base::Fault>;

  void find_columns(const Options& options, const Wanted& wanted);
  void find_ids(const Options& options, const Wanted& wanted);
  void check_unit(const Wanted& wanted) const;
  bool predicts_by_column() const { return prediction_ || !prediction_labels_.empty(); }
  void find_scores(const Wanted& wanted);
  std::vector<Label> find_labels(const Protocol::Words& words, const std::string& prefix, bool truth) const;
  void read_ids(const Joined::Record& record, Case& row) const;
  Fault read_truth(const Joined::Record& record, Reading& reading);
  Fault read_prediction(const Joined::Record& record, Reading& reading);
  Fault read_scores(const Joined::Record& record, Reading& reading) const;
  void exclude_incomplete(Reading& reading) const;
  Fault predict(const Joined::Record& record, Reading& reading) const;
  // The word's entry, made where classes are the words found; nothing for an unknown word.
  Protocol::Words::const_iterator find_word(Protocol::Words& words, const std::string& word);
  std::string why_no_class(const char* what) const;
  Fault read_labels(const Joined::Record& record, const std::vector<Label>& labels, Reading& reading) const;

  const Joined& table_;
  Protocol protocol_;
  bool open_ = false;  // classes are the words found
  bool multi_label_ = false;
  bool reject_ties_ = false;
  bool complement_ = false;     // of two classes one has scores
  std::vector<bool> added_up_;  // classes of several columns, whose scores are added up
  std::optional<double> threshold_;
  deid::PatientIdRule normal_;
  Kind rows_ = Kind::study;
  std::optional<Joined::Column> facility_, patient_, study_, image_, frame_;
  std::optional<Joined::Column> key_;  // that tells rows without ids of their own apart
  std::optional<Joined::Column> fold_, truth_, prediction_;
  std::vector<Joined::Column> groups_;
  std::vector<Label> truth_labels_, prediction_labels_, scores_;
  std::string score_columns_;
  std::map<std::string, std::size_t> scored_words_, unscored_words_;  // by prefix; each with its class
  std::set<std::string, std::less<>> met_;                            // words of the truth
};

}  // namespace cxrval::eval_classes
