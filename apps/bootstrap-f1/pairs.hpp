// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alternatives.hpp"
#include "cli/run.hpp"
#include "cohort.hpp"
#include "patients.hpp"
#include "stats/tally.hpp"
#include "table/record_reader.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace cxrval::bootstrap_f1 {

// What the pairs of each model say, by their pipeline_hash (empty without that column).
using TallyByModel = std::map<std::string, stats::Tally>;

// Studies by patient (the key, of Patients) and study_uid.
class StudySet {
 public:
  // False for one that is there already. Without study_uid nobody can tell, and it is true.
  bool insert(std::string_view patient, std::string_view study_uid);
  bool contains(std::string_view patient, std::string_view study_uid) const;

 private:
  std::unordered_set<std::string> keys_;
};

struct PairsReading {
  bool needs_patients = false;
  Alternatives* alternatives = nullptr;
  // A study is predicted positive when its probability is at least this, instead of by abnormal_status.
  std::optional<double> threshold;
  bool needs_predictions = true;
  bool needs_scores = false;
  std::vector<std::string> groups;
  Cohort* cohort = nullptr;  // keeps each study where it is wanted
};

struct PairsRead {
  TallyByModel tallies;
  StudySet studies;
};

// Counts the labelled pairs of a table: label (normal, abnormal, unlabelled; or 0, 1) against abnormal_status (0, 1) or
// a threshold of probability. Unlabelled pairs are excluded; a study that comes a second time, and a pair without a
// patient id, a prediction or a probability where these are needed, are rejected. Accounts for them as unit "pairs".
// With alternatives each pair is held against them.
PairsRead read_pairs(table::RecordReader& pairs, const PairsReading& reading, Patients& patients, cli::Run& run);

}  // namespace cxrval::bootstrap_f1
