// SPDX-License-Identifier: Apache-2.0
#include "cohort.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>

namespace cxrval::bootstrap_f1 {

std::uint32_t Cohort::Names::number(const std::string& name) {
  const auto [at, is_new] = numbers_.emplace(name, static_cast<std::uint32_t>(names_.size()));
  if (is_new) names_.push_back(name);
  return at->second;
}

std::optional<std::uint32_t> Cohort::Names::find(const std::string& name) const {
  const auto at = numbers_.find(name);
  return at == numbers_.end() ? std::nullopt : std::optional(at->second);
}

std::vector<std::uint32_t> Cohort::ranks_of(const std::vector<std::string>& names) {
  std::vector<std::uint32_t> order(names.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&names](auto l, auto r) { return names[l] < names[r]; });
  std::vector<std::uint32_t> ranks(order.size());
  for (std::uint32_t rank = 0; rank < order.size(); ++rank) ranks[order[rank]] = rank;
  return ranks;
}

void Cohort::add(const CohortStudy& study) {
  Kept kept{patients_.number(study.patient),
            models_.number(study.model),
            study.positive,
            study.predicted,
            study.score.value_or(0),
            {}};
  if (kept.patient == patient_orders_.size()) patient_orders_.push_back(study.order);
  levels_.resize(study.groups.size());
  for (std::size_t i = 0; i < study.groups.size(); ++i) kept.levels.push_back(levels_[i].number(study.groups[i]));
  studies_.push_back(std::move(kept));
}

std::vector<std::string> Cohort::levels(std::size_t column) const {
  std::vector<std::string> found;
  if (column >= levels_.size()) return found;
  for (std::uint32_t i = 0; i < levels_[column].size(); ++i) found.push_back(levels_[column].name(i));
  std::sort(found.begin(), found.end());
  return found;
}

stats::Tally Cohort::tally(std::size_t column, const std::string& level) const {
  stats::Tally tally;
  const auto wanted = levels_[column].find(level);
  for (const Kept& study : studies_) {
    if (study.levels[column] == wanted && study.predicted)
      tally.add(patients_.name(study.patient), study.positive, *study.predicted);
  }
  return tally;
}

stats::Scored Cohort::scored(const Part& part, bool by_patient) const {
  const auto level = part.column ? levels_[*part.column].find(part.level) : std::nullopt;
  const auto model = part.model ? models_.find(*part.model) : std::nullopt;
  const std::vector<std::uint32_t> ranks = ranks_of(patient_orders_);
  std::vector<stats::ScoredStudy> studies;
  for (const Kept& study : studies_) {
    if (part.column && (study.levels[*part.column] == level) == part.complement) continue;
    if (part.model && study.model != model) continue;
    const auto own = static_cast<std::uint32_t>(studies.size());
    studies.push_back({study.score, study.positive, by_patient ? ranks[study.patient] : own});
  }
  return stats::Scored(std::move(studies));
}

bool Cohort::patients_cross(std::size_t column) const {
  constexpr std::uint32_t unseen = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> level_of(patients_.size(), unseen);
  for (const Kept& study : studies_) {
    std::uint32_t& level = level_of[study.patient];
    if (level != unseen && level != study.levels[column]) return true;
    level = study.levels[column];
  }
  return false;
}

std::vector<stats::GroupedUnits> Cohort::by_patient(std::size_t column, bool by_patient) const {
  const std::vector<std::uint32_t> level_ranks = levels_[column].ranks();
  std::vector<std::vector<stats::Confusion>> patients(by_patient ? patients_.size() : 0);
  std::map<std::vector<stats::Confusion>, std::uint64_t> kinds;
  for (const Kept& study : studies_) {
    if (!study.predicted) continue;
    std::vector<stats::Confusion> own;
    std::vector<stats::Confusion>& cells = by_patient ? patients[study.patient] : own;
    cells.resize(level_ranks.size());
    cells[level_ranks[study.levels[column]]].add(study.positive, *study.predicted);
    if (!by_patient) ++kinds[own];
  }
  for (const auto& cells : patients) {
    if (!cells.empty()) ++kinds[cells];
  }
  std::vector<stats::GroupedUnits> found;
  for (const auto& [cells, count] : kinds) found.push_back({cells, count});
  return found;
}

}  // namespace cxrval::bootstrap_f1
