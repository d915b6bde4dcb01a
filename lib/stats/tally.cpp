// SPDX-License-Identifier: Apache-2.0
#include "stats/tally.hpp"

#include <map>

namespace cxrval::stats {

void Tally::add(std::string_view patient_id, bool truth, bool predicted) {
  total_.add(truth, predicted);
  patients_[std::string(patient_id)].add(truth, predicted);
}

void Tally::add(const std::string& patient_id, const Confusion& cells) {
  total_ += cells;
  patients_[patient_id] += cells;
}

void Tally::add(const Tally& other) {
  total_ += other.total_;
  for (const auto& [id, cells] : other.patients_) patients_[id] += cells;
}

std::vector<Cluster> Tally::clusters(const Tally& others) const {
  std::map<Confusion, std::uint64_t> kinds;
  for (const auto& [id, cells] : patients_) {
    if (cells != Confusion{} && !others.patients_.contains(id)) ++kinds[cells];
  }
  std::vector<Cluster> clusters;
  for (const auto& [cells, count] : kinds) clusters.push_back({cells, count});
  return clusters;
}

}  // namespace cxrval::stats
