// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "cli/run.hpp"
#include "pairings.hpp"
#include "patients.hpp"
#include "stats/tally.hpp"
#include "study_and_report.hpp"
#include "table/record_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace cxrval::bootstrap_f1 {

struct ComponentRows;

// The ambiguous components of `match --alternatives`.
class Alternatives {
 public:
  struct Component {
    std::string patient;   // the key, of Patients
    std::size_t kind = 0;  // in pairings()
  };

  // Reads the whole table; accounts for its rows as unit "alternatives". A component with a rejected row is left out,
  // and so is taken as it was paired. Throws base::Error when chosen pairs share a study or a report.
  Alternatives(table::RecordReader& table, Patients& patients, cli::Run& run);

  // For each pair of PAIRS: whether an ambiguous component chose it. Throws base::Error at `place` for a pair that
  // contradicts the alternatives.
  bool meets(const StudyAndReport& pair, const base::Place& place);
  // Throws base::Error at the first chosen pair that PAIRS did not have.
  void check_all_met() const;

  // For each labelled pair of PAIRS that no ambiguous component chose.
  void add_certain(const std::string& patient, bool truth, bool predicted);

  const Pairings& pairings() const { return pairings_; }
  const std::vector<Component>& components() const { return components_; }
  // What is certain of the patients with an ambiguous component; each of them is known, also without studies.
  const stats::Tally& certain() const { return certain_; }
  std::uint64_t possible_pairs() const { return possible_; }
  std::uint64_t chosen_pairs() const { return chosen_.size(); }

 private:
  struct Chosen {
    StudyAndReport pair;
    base::Place place;
    bool met = false;
  };

  void take(const ComponentRows& component);

  Pairings pairings_;
  std::vector<Component> components_;
  stats::Tally certain_;
  std::uint64_t possible_ = 0;
  std::unordered_set<std::uint64_t> numbers_;                            // of the components
  std::unordered_map<std::string, std::optional<std::size_t>> studies_;  // patient and study -> in chosen_
  std::vector<Chosen> chosen_;
};

}  // namespace cxrval::bootstrap_f1
