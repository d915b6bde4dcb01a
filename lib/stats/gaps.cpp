// SPDX-License-Identifier: Apache-2.0
#include "stats/gaps.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

namespace cxrval::stats {
namespace {

constexpr std::size_t gaps = std::tuple_size_v<GapCounts>;

struct Fill {
  Confusion positive;  // what a study becomes when its missing answer is positive
  Confusion negative;
};

constexpr std::array<Fill, gaps> fills{{{{1, 0, 0, 0}, {0, 1, 0, 0}},
                                        {{0, 0, 1, 0}, {0, 0, 0, 1}},
                                        {{1, 0, 0, 0}, {0, 0, 1, 0}},
                                        {{0, 1, 0, 0}, {0, 0, 0, 1}}}};

Confusion times(const Confusion& cells, std::uint64_t count) {
  return {cells.tp * count, cells.fp * count, cells.fn * count, cells.tn * count};
}

std::uint64_t sum(const GapCounts& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

// 0, 1, most - 1, most, each once.
std::vector<std::uint64_t> ends(std::uint64_t most) {
  std::vector<std::uint64_t> values{0, std::min<std::uint64_t>(1, most), most - std::min<std::uint64_t>(1, most), most};
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

template <class Visit>
void each_candidate(const GapCounts& missing, Visit visit) {
  for (const std::uint64_t a : ends(missing[0])) {
    for (const std::uint64_t b : ends(missing[1])) {
      for (const std::uint64_t c : ends(missing[2])) {
        for (const std::uint64_t d : ends(missing[3])) visit(GapCounts{a, b, c, d});
      }
    }
  }
}

// The patients of `all` after their answers of one gap are known: `positive` of them, from the first on, are positive.
std::vector<GapCluster> fill(const std::vector<GapCluster>& all, std::size_t gap, std::uint64_t positive) {
  std::vector<GapCluster> filled;
  const auto put = [&](GapCluster cluster, std::uint64_t positives, std::uint64_t count) {
    if (count == 0) return;
    cluster.cells += times(fills[gap].positive, positives);
    cluster.cells += times(fills[gap].negative, cluster.missing[gap] - positives);
    cluster.missing[gap] = 0;
    cluster.count = count;
    filled.push_back(cluster);
  };
  for (const GapCluster& cluster : all) {
    const std::uint64_t each = cluster.missing[gap];
    const std::uint64_t whole = each == 0 ? cluster.count : std::min(cluster.count, positive / each);
    positive -= whole * each;
    const std::uint64_t in_part = whole < cluster.count && positive > 0 ? 1 : 0;
    put(cluster, each, whole);
    put(cluster, positive, in_part);
    put(cluster, 0, cluster.count - whole - in_part);
    if (in_part == 1) positive = 0;
  }
  return filled;
}

}  // namespace

Confusion completed(const Confusion& known, const GapCounts& missing, const GapCounts& positive) {
  Confusion counts = known;
  for (std::size_t gap = 0; gap < gaps; ++gap) {
    counts += times(fills[gap].positive, positive[gap]);
    counts += times(fills[gap].negative, missing[gap] - positive[gap]);
  }
  return counts;
}

CompletionBounds completion_bounds(Measure measure, const Confusion& known, const GapCounts& missing) {
  CompletionBounds bounds;
  double smallest = 0;
  double largest = 0;
  each_candidate(missing, [&](const GapCounts& positive) {
    const auto found = value(measure, completed(known, missing, positive));
    if (!found) {
      bounds.always_defined = false;
      return;
    }
    if (!bounds.smallest || *found < smallest) {
      bounds.smallest = positive;
      smallest = *found;
    }
    if (!bounds.largest || *found > largest) {
      bounds.largest = positive;
      largest = *found;
    }
  });
  return bounds;
}

void GapTally::add(std::string_view patient_id, Gap gap) {
  const auto index = static_cast<std::size_t>(gap);
  ++total_[index];
  ++(patient_id.empty() ? nameless_ : patients_[std::string(patient_id)])[index];
}

void GapTally::add(const GapTally& other) {
  const auto join = [](GapCounts& sums, const GapCounts& more) {
    std::transform(sums.begin(), sums.end(), more.begin(), sums.begin(), std::plus<>());
  };
  join(total_, other.total_);
  join(nameless_, other.nameless_);
  for (const auto& [id, missing] : other.patients_) join(patients_[id], missing);
}

bool GapTally::patients_repeat(const Tally& known) const {
  if (known.patients_repeat()) return true;
  return std::any_of(patients_.begin(), patients_.end(), [&](const auto& patient) {
    return sum(patient.second) > 1 || known.by_patient().contains(patient.first);
  });
}

std::vector<GapCluster> GapTally::clusters(const Tally& known) const {
  std::map<std::pair<Confusion, GapCounts>, std::uint64_t> kinds;
  for (const auto& [id, cells] : known.by_patient()) {
    const auto found = patients_.find(id);
    ++kinds[{cells, found == patients_.end() ? GapCounts{} : found->second}];
  }
  for (const auto& [id, missing] : patients_) {
    if (!known.by_patient().contains(id)) ++kinds[{Confusion{}, missing}];
  }
  for (std::size_t gap = 0; gap < gaps; ++gap) {
    GapCounts one{};
    one[gap] = 1;
    if (nameless_[gap] > 0) kinds[{Confusion{}, one}] += nameless_[gap];
  }
  std::vector<GapCluster> clusters;
  for (const auto& [kind, count] : kinds) clusters.push_back({kind.first, kind.second, count});
  return clusters;
}

Population completed(std::vector<GapCluster> patients, const GapCounts& positive) {
  for (std::size_t gap = 0; gap < gaps; ++gap) patients = fill(patients, gap, positive[gap]);
  std::vector<Cluster> clusters;
  for (const GapCluster& cluster : patients) clusters.push_back({cluster.cells, cluster.count});
  return Population(std::move(clusters));
}

}  // namespace cxrval::stats
