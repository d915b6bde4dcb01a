// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/number.hpp"
#include "stats/delong.hpp"

#include "catch.hpp"

#include <fstream>
#include <sstream>
#include <string>

// Tables of invented studies with the numbers that published tools give for them lie beside the project, not in it.
inline std::string case_table(const std::string& name) {
  return std::string(CXRVAL_SOURCE_DIR) + "/../shared/facts/stats-cases/" + name + "/input.csv";
}

inline bool case_is_there(const std::string& name) {
  if (std::ifstream(case_table(name)).good()) return true;
  WARN("skipped: no table " << name << " beside the project");
  return false;
}

// Of a case: study, truth, then one score a model; each study is of its own patient.
inline cxrval::stats::ModelScores read_scores(const std::string& name, std::size_t models) {
  std::ifstream file(case_table(name));
  REQUIRE(file.good());
  cxrval::stats::ModelScores scores;
  scores.models.resize(models);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    std::string cell;
    std::getline(cells, cell, ',');
    std::getline(cells, cell, ',');
    scores.positive.push_back(cell == "1" ? 1 : 0);
    scores.patients.push_back(static_cast<std::uint32_t>(scores.patients.size()));
    for (auto& column : scores.models) {
      std::getline(cells, cell, ',');
      column.push_back(cxrval::base::parse_real(cell).value());
    }
  }
  return scores;
}

inline cxrval::stats::Scored scored_of(const cxrval::stats::ModelScores& scores, std::size_t model) {
  std::vector<cxrval::stats::ScoredStudy> studies;
  for (std::size_t i = 0; i < scores.positive.size(); ++i) {
    studies.push_back({scores.models[model][i], scores.positive[i] != 0, scores.patients[i]});
  }
  return cxrval::stats::Scored(std::move(studies));
}
