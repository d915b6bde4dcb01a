// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/confusion.hpp"
#include "stats/scored.hpp"
#include "stats/subgroup.hpp"
#include "stats/tally.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace cxrval::bootstrap_f1 {

// A labelled pair as groups and scores need it.
struct CohortStudy {
  std::string patient;  // the key, of Patients
  std::string order;    // of the patient among the others
  std::string model;
  bool positive = false;
  std::optional<bool> predicted;
  std::optional<double> score;
  std::vector<std::string> groups;  // one for each --group
};

// The labelled studies one by one, kept only when groups or scores are asked for. Memory grows with their number.
class Cohort {
 public:
  void add(const CohortStudy& study);

  std::size_t size() const { return studies_.size(); }

  // The values of a --group column in ascending order.
  std::vector<std::string> levels(std::size_t column) const;
  // The counts of the studies with this value.
  stats::Tally tally(std::size_t column, const std::string& level) const;

  // Patients (or studies) that are alike: their counts in each level of a column, in the order of levels().
  std::vector<stats::GroupedUnits> by_patient(std::size_t column, bool by_patient) const;
  // Whether some patient has studies of several levels.
  bool patients_cross(std::size_t column) const;

  struct Part {
    std::optional<std::size_t> column;  // of the groups; nothing for all
    std::string level;
    std::optional<std::string> model;
    bool complement = false;  // all studies but those of the level
  };
  // The scores of a part. Patients are numbered in ascending order of `order`, so that the order of rows does not
  // matter. `by_patient` false: each study is a patient of its own.
  stats::Scored scored(const Part& part, bool by_patient) const;

 private:
  struct Kept {
    std::uint32_t patient = 0;
    std::uint32_t model = 0;
    bool positive = false;
    std::optional<bool> predicted;
    double score = 0;
    std::vector<std::uint32_t> levels;
  };

  // Texts that come again and again, by number.
  class Names {
   public:
    std::uint32_t number(const std::string& name);
    std::optional<std::uint32_t> find(const std::string& name) const;
    const std::string& name(std::uint32_t number) const { return names_[number]; }
    std::size_t size() const { return names_.size(); }
    // The place of each number's name in ascending order of the names.
    std::vector<std::uint32_t> ranks() const { return ranks_of(names_); }

   private:
    std::unordered_map<std::string, std::uint32_t> numbers_;
    std::vector<std::string> names_;
  };

  static std::vector<std::uint32_t> ranks_of(const std::vector<std::string>& names);

  std::vector<Kept> studies_;
  Names patients_;
  std::vector<std::string> patient_orders_;
  Names models_;
  std::vector<Names> levels_;
};

}  // namespace cxrval::bootstrap_f1
