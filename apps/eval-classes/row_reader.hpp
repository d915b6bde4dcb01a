// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "joined.hpp"
#include "material.hpp"
#include "options.hpp"
#include "wanted.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cxrval::eval_classes {

// A row, and why it is not evaluated, if so.
struct Reading {
  Study study;
  std::string excluded;
  bool tie = false;  // of the highest score
  // Of single labels, instead of the study's truth and predicted: class numbers.
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
  // The columns that scores come from, for the run record.
  const std::string& score_columns() const { return score_columns_; }

 private:
  struct Label {
    std::size_t class_index = 0;
    Joined::Column column;
  };
  using Fault = std::optional<base::Fault>;

  void find_columns(const Options& options, const Wanted& wanted);
  void find_scores(const Wanted& wanted);
  std::vector<Label> find_labels(const Protocol::Words& words, const std::string& prefix, bool truth) const;
  void read_ids(const Joined::Record& record, Study& study) const;
  Fault read_truth(const Joined::Record& record, Reading& reading);
  Fault read_prediction(const Joined::Record& record, Reading& reading);
  Fault read_scores(const Joined::Record& record, Reading& reading) const;
  Fault predict(const Joined::Record& record, Reading& reading) const;
  // The word's entry, made where classes are the words found; nothing for an unknown word.
  Protocol::Words::const_iterator find_word(Protocol::Words& words, const std::string& word);
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
  std::vector<Joined::Column> study_ids_;
  std::optional<Joined::Column> facility_, patient_, fold_, truth_, prediction_;
  std::vector<Joined::Column> groups_;
  std::vector<Label> truth_labels_, prediction_labels_, scores_;
  std::string score_columns_;
};

}  // namespace cxrval::eval_classes
