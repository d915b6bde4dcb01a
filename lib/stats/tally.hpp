// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/bootstrap.hpp"
#include "stats/confusion.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace cxrval::stats {

// Counts studies one by one, per patient too. Memory grows with the number of patients.
class Tally {
 public:
  void add(std::string_view patient_id, bool truth, bool predicted);
  // What the other one counted as well; a patient of both is one.
  void add(const Tally& other);

  const Confusion& total() const { return total_; }
  std::uint64_t patients() const { return patients_.size(); }
  bool patients_repeat() const { return total_.total() > patients(); }

  Population of_studies() const { return Population::of_studies(total_); }
  Population of_patients() const;

 private:
  Confusion total_;
  std::unordered_map<std::string, Confusion> patients_;
};

}  // namespace cxrval::stats
