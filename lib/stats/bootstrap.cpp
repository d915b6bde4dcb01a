// SPDX-License-Identifier: Apache-2.0
#include "stats/bootstrap.hpp"

#include "base/error.hpp"
#include "stats/quantile.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::stats {
namespace {

constexpr std::uint64_t most_studies = 1'000'000'000;

void add_times(Confusion& sum, const Confusion& cells, std::uint64_t times) {
  sum.tp += cells.tp * times;
  sum.fp += cells.fp * times;
  sum.fn += cells.fn * times;
  sum.tn += cells.tn * times;
}

bool fits(std::uint64_t product_of, std::uint64_t times) {
  return times == 0 || product_of <= most_studies / times;
}

void check_size(std::span<const Cluster> clusters) {
  std::uint64_t studies = 0;
  for (const Cluster& cluster : clusters) {
    const Confusion& cells = cluster.cells;
    for (const std::uint64_t cell : {cells.tp, cells.fp, cells.fn, cells.tn, std::uint64_t{1}}) {
      if (!fits(cell, cluster.count)) throw base::Error("more than 1e9 studies");
    }
    studies += cells.total() * cluster.count;
    if (studies > most_studies) throw base::Error("more than 1e9 studies");
  }
}

}  // namespace

Population::Population(std::vector<Cluster> clusters) {
  check_size(clusters);
  std::sort(clusters.begin(), clusters.end(), [](const Cluster& l, const Cluster& r) { return l.cells > r.cells; });
  for (const Cluster& cluster : clusters) {
    if (cluster.count == 0) continue;
    if (clusters_.empty() || clusters_.back().cells != cluster.cells) clusters_.push_back({cluster.cells, 0});
    clusters_.back().count += cluster.count;
    units_ += cluster.count;
    add_times(total_, cluster.cells, cluster.count);
  }
  if (units_ > 0) first_.emplace(units_, Fraction{clusters_.front().count, units_});
}

Population Population::of_studies(const Confusion& counts) {
  return Population(
      {{{1, 0, 0, 0}, counts.tp}, {{0, 1, 0, 0}, counts.fp}, {{0, 0, 1, 0}, counts.fn}, {{0, 0, 0, 1}, counts.tn}});
}

Confusion Population::resample(std::uint64_t seed, std::uint64_t index) const {
  Confusion drawn;
  if (units_ == 0) return drawn;
  RandomStream random(seed, index);
  std::uint64_t units_left = units_;
  std::uint64_t draws_left = units_;
  for (const Cluster& cluster : clusters_) {
    const bool first = units_left == units_;
    const Fraction chance{cluster.count, units_left};
    const std::uint64_t times = first ? (*first_)(random) : Binomial(draws_left, chance)(random);
    add_times(drawn, cluster.cells, times);
    units_left -= cluster.count;
    draws_left -= times;
    if (draws_left == 0) break;
  }
  return drawn;
}

std::vector<Confusion> resample(const Population& population, std::size_t resamples, std::uint64_t seed) {
  std::vector<Confusion> drawn;
  drawn.reserve(resamples);
  for (std::size_t i = 0; i < resamples; ++i) drawn.push_back(population.resample(seed, i));
  return drawn;
}

std::optional<double> Distribution::mean() const {
  if (ascending.empty()) return std::nullopt;
  double sum = 0;
  for (const double value : ascending) sum += value;
  return sum / static_cast<double>(ascending.size());
}

std::optional<double> Distribution::standard_deviation() const {
  if (ascending.size() < 2) return std::nullopt;
  const double centre = *mean();
  double sum = 0;
  for (const double value : ascending) sum += (value - centre) * (value - centre);
  return std::sqrt(sum / static_cast<double>(ascending.size() - 1));
}

std::optional<double> Distribution::quantile(double p) const {
  if (ascending.empty()) return std::nullopt;
  return stats::quantile(ascending, p);
}

Distribution distribution(Measure measure, std::span<const Confusion> resamples) {
  Distribution result;
  result.ascending.reserve(resamples.size());
  for (const Confusion& counts : resamples) {
    if (const auto found = value(measure, counts)) {
      result.ascending.push_back(*found);
    } else {
      ++result.undefined;
    }
  }
  std::sort(result.ascending.begin(), result.ascending.end());
  return result;
}

}  // namespace cxrval::stats
