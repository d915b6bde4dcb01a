// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/bootstrap.hpp"
#include "stats/confusion.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cxrval::stats {

// Counts studies one by one, per patient too. Memory grows with the number of patients.
class Tally {
 public:
  void add(std::string_view patient_id, bool truth, bool predicted);
  // So many studies of a patient; none make the patient known.
  void add(const std::string& patient_id, const Confusion& cells);
  // What the other one counted as well; a patient of both is one.
  void add(const Tally& other);

  const Confusion& total() const { return total_; }
  std::uint64_t patients() const { return patients_.size(); }
  bool patients_repeat() const { return total_.total() > patients(); }

  Population of_studies(Strata strata = Strata::none) const { return Population::of_studies(total_, strata); }
  Population of_patients(Strata strata = Strata::none) const { return Population(clusters(), strata); }
  const std::unordered_map<std::string, Confusion>& by_patient() const { return patients_; }
  // The patients with studies, by kinds; those whom `others` knows left out.
  std::vector<Cluster> clusters(const Tally& others = {}) const;

 private:
  Confusion total_;
  std::unordered_map<std::string, Confusion> patients_;
};

}  // namespace cxrval::stats
