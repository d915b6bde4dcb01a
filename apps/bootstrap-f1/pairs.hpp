// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alternatives.hpp"
#include "cli/run.hpp"
#include "patients.hpp"
#include "stats/tally.hpp"
#include "table/reader.hpp"

#include <map>
#include <string>
#include <unordered_set>

namespace cxrval::bootstrap_f1 {

// What the pairs of each model say, by their pipeline_hash (empty without that column).
using TallyByModel = std::map<std::string, stats::Tally>;

// Studies by patient (the key, of Patients) and study_uid.
class StudySet {
 public:
  // False for one that is there already. Without study_uid nobody can tell, and it is true.
  bool insert(const std::string& patient, const std::string& study_uid);
  bool contains(const std::string& patient, const std::string& study_uid) const;

 private:
  std::unordered_set<std::string> keys_;
};

struct PairsReading {
  bool needs_patients = false;
  Alternatives* alternatives = nullptr;
};

struct PairsRead {
  TallyByModel tallies;
  StudySet studies;
};

// Counts the labelled pairs of a table: label (normal, abnormal, unlabelled) against abnormal_status (0, 1). Unlabelled
// pairs are excluded; a study that comes a second time, and a pair without a patient id where patients are needed, are
// rejected. Accounts for them as unit "pairs". With alternatives each pair is held against them.
PairsRead read_pairs(table::Reader& pairs, const PairsReading& reading, Patients& patients, cli::Run& run);

}  // namespace cxrval::bootstrap_f1
