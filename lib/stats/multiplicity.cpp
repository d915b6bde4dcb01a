// SPDX-License-Identifier: Apache-2.0
#include "stats/multiplicity.hpp"

#include <algorithm>
#include <cstddef>

namespace cxrval::stats {
namespace {

// Places of the values that are there, smallest value first.
std::vector<std::size_t> ranked(std::span<const std::optional<double>> p) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i]) places.push_back(i);
  }
  std::stable_sort(places.begin(), places.end(), [&](std::size_t l, std::size_t r) { return *p[l] < *p[r]; });
  return places;
}

}  // namespace

PValues holm(std::span<const std::optional<double>> p) {
  const std::vector<std::size_t> places = ranked(p);
  PValues adjusted(p.size());
  double largest = 0;
  for (std::size_t rank = 0; rank < places.size(); ++rank) {
    const auto left = static_cast<double>(places.size() - rank);
    largest = std::max(largest, std::min(1.0, left * *p[places[rank]]));
    adjusted[places[rank]] = largest;
  }
  return adjusted;
}

}  // namespace cxrval::stats
