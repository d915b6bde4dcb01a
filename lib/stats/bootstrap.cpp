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

bool positive(const Cluster& cluster) {
  return cluster.cells.tp + cluster.cells.fn > 0;
}

// The same as the measure's value, without the search for its form.
std::optional<double> value(const LinearRatio& ratio, const Confusion& counts) {
  const std::int64_t denominator = ratio.denominator.sum(counts);
  if (denominator == 0) return std::nullopt;
  return static_cast<double>(ratio.numerator.sum(counts)) / static_cast<double>(denominator);
}

std::vector<std::uint64_t> counts_of(std::span<const Cluster> clusters) {
  std::vector<std::uint64_t> counts;
  for (const Cluster& cluster : clusters) counts.push_back(cluster.count);
  return counts;
}

}  // namespace

Population::Population(std::vector<Cluster> clusters, Strata strata) {
  check_size(clusters);
  std::sort(clusters.begin(), clusters.end(), [](const Cluster& l, const Cluster& r) { return l.cells > r.cells; });
  for (const Cluster& cluster : clusters) {
    if (cluster.count == 0) continue;
    if (clusters_.empty() || clusters_.back().cells != cluster.cells) clusters_.push_back({cluster.cells, 0});
    clusters_.back().count += cluster.count;
    units_ += cluster.count;
    add_times(total_, cluster.cells, cluster.count);
  }
  const auto end =
      strata == Strata::truth ? std::stable_partition(clusters_.begin(), clusters_.end(), positive) : clusters_.end();
  if (end != clusters_.begin()) strata_.emplace_back(counts_of({clusters_.begin(), end}));
  if (end != clusters_.end()) strata_.emplace_back(counts_of({end, clusters_.end()}));
}

Population Population::of_studies(const Confusion& counts, Strata strata) {
  return Population(
      {{{1, 0, 0, 0}, counts.tp}, {{0, 1, 0, 0}, counts.fp}, {{0, 0, 1, 0}, counts.fn}, {{0, 0, 0, 1}, counts.tn}},
      strata);
}

void Population::draw(std::uint64_t seed, std::uint64_t index, std::span<std::uint64_t> times) const {
  RandomStream random(seed, index);
  for (const Multinomial& stratum : strata_) {
    stratum.draw(random, times.first(stratum.kinds()));
    times = times.subspan(stratum.kinds());
  }
}

Confusion Population::sum(std::span<const std::uint64_t> times) const {
  Confusion drawn;
  for (std::size_t kind = 0; kind < times.size(); ++kind) add_times(drawn, clusters_[kind].cells, times[kind]);
  return drawn;
}

Confusion Population::resample(std::uint64_t seed, std::uint64_t index) const {
  std::vector<std::uint64_t> times(clusters_.size());
  draw(seed, index, times);
  return sum(times);
}

std::vector<Confusion> resample(const Population& population, std::size_t resamples, std::uint64_t seed) {
  std::vector<Confusion> drawn(resamples);
  std::vector<std::uint64_t> times(population.clusters().size());
  for (std::size_t i = 0; i < resamples; ++i) {
    population.draw(seed, i, times);
    drawn[i] = population.sum(times);
  }
  return drawn;
}

std::optional<double> Distribution::mean() const {
  if (values.empty()) return std::nullopt;
  // About the first value: where all are equal, the mean is that value and nothing varies, without rounding.
  double sum = 0;
  for (const double value : values) sum += value - values.front();
  return values.front() + sum / static_cast<double>(values.size());
}

bool same_but_for_rounding(double least, double most) {
  return most - least <= 1e-13 * std::max(std::abs(least), std::abs(most));
}

std::optional<double> Distribution::standard_deviation() const {
  if (values.size() < 2) return std::nullopt;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  if (same_but_for_rounding(*least, *most)) return 0;
  const double centre = *mean();
  double sum = 0;
  for (const double value : values) sum += (value - centre) * (value - centre);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

std::optional<double> Distribution::quantile(double p, int type) const {
  if (values.empty()) return std::nullopt;
  return stats::quantile_of_unsorted(values, p, type);
}

std::vector<double> Distribution::ascending() const {
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

Distribution distribution(Measure measure, std::span<const Confusion> resamples) {
  Distribution result;
  result.values.reserve(resamples.size());
  const auto collect = [&](auto&& measured) {
    for (const Confusion& counts : resamples) {
      if (const std::optional<double> found = measured(counts)) {
        result.values.push_back(*found);
      } else {
        ++result.undefined;
      }
    }
  };
  if (const auto& ratio = linear_ratio(measure)) {
    collect([ratio = *ratio](const Confusion& counts) { return value(ratio, counts); });
  } else {
    collect([measure](const Confusion& counts) { return value(measure, counts); });
  }
  return result;
}

}  // namespace cxrval::stats
