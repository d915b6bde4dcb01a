// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "deid/patient_id.hpp"
#include "stats/metric.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::compare_models {

// A study that all models answered. The vectors are in the order of Material's names.
struct Study {
  std::string patient;  // key; empty where nobody said whose it is
  std::string study;    // key; empty without study_uid
  bool positive = false;
  std::vector<std::uint8_t> predicted;  // 1 or 0, of each model with predictions
  std::vector<double> scores;           // of each model with scores, or none
  std::vector<std::uint8_t> ratings;    // class + 1 of each reader, 0 for none

  friend auto operator<=>(const Study&, const Study&) = default;
};

// What is compared.
struct Material {
  std::vector<std::string> predictors;  // models with predictions
  std::vector<std::string> scorers;     // models with scores
  std::vector<std::string> readers;
  std::vector<std::string> classes;     // of the readers' ratings, from least to most
  std::vector<Study> studies;           // in an order that does not depend on that of the rows
  std::vector<std::uint32_t> patients;  // of each study, numbered from 0
  std::size_t patient_count = 0;
  stats::Unit unit = stats::Unit::study;

  std::string_view unit_name() const { return unit == stats::Unit::study ? "study" : "patient"; }
  // Whether units are patients of whom some have several studies.
  bool clustered() const { return unit == stats::Unit::patient && patient_count < studies.size(); }
  std::size_t units() const { return unit == stats::Unit::study ? studies.size() : patient_count; }
};

// Sorts the studies, numbers the patients (a study of no one known is of a patient of its own) and decides the unit:
// with "auto" the patient when one has several studies. Warns when such patients are drawn study by study, and when
// there are few units. Throws Error when a patient is not known for unit "patient".
void complete(Material& material, const std::string& unit, cli::Run& run);

// The studies with scores, numbered anew; the unit stays.
Material with_scores(const Material& material);

// Where the facility and the patient, or the study too, stand in a table.
struct IdColumns {
  std::optional<std::size_t> facility;
  std::optional<std::size_t> patient;
  std::optional<std::size_t> study;
  deid::PatientIdRule normal;  // form of patient ids
};

struct Ids {
  std::string patient;  // facility and patient
  std::string study;
};

Ids read_ids(const IdColumns& columns, const std::vector<std::string>& cells);

enum class Label { normal, abnormal, unlabelled };

// normal, abnormal, unlabelled or empty; 0 and 1 (abnormal) too.
std::optional<Label> parse_label(std::string_view word);

}  // namespace cxrval::compare_models
