// SPDX-License-Identifier: Apache-2.0
#include "stats/tally.hpp"

#include <map>
#include <vector>

namespace cxrval::stats {

void Tally::add(std::string_view patient_id, bool truth, bool predicted) {
  total_.add(truth, predicted);
  patients_[std::string(patient_id)].add(truth, predicted);
}

void Tally::add(const Tally& other) {
  total_ += other.total_;
  for (const auto& [id, cells] : other.patients_) patients_[id] += cells;
}

Population Tally::of_patients() const {
  std::map<Confusion, std::uint64_t> kinds;
  for (const auto& [id, cells] : patients_) ++kinds[cells];
  std::vector<Cluster> clusters;
  for (const auto& [cells, count] : kinds) clusters.push_back({cells, count});
  return Population(std::move(clusters));
}

}  // namespace cxrval::stats
