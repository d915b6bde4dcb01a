// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/binomial.hpp"
#include "stats/confusion.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace cxrval::stats {

// Units that are alike: `count` patients (or studies) of whose studies each fills the cells in the same way.
struct Cluster {
  Confusion cells;
  std::uint64_t count = 0;
};

// What is drawn from with replacement: M units of U kinds. Drawing M units one by one gives how often each kind came up
// the Multinomial(M; count / M) law, so a resample is at most U - 1 binomials, whatever M is. A study is a unit with a
// single count; a patient brings all of his studies.
class Population {
 public:
  // Kinds with equal cells are joined; the order given does not matter. Throws base::Error above 1e9 studies.
  explicit Population(std::vector<Cluster> clusters);
  static Population of_studies(const Confusion& counts);

  std::uint64_t units() const { return units_; }
  const Confusion& total() const { return total_; }
  std::span<const Cluster> clusters() const { return clusters_; }

  // Resample `index` of `seed`: the same counts on every machine and thread. Of no units: no counts.
  Confusion resample(std::uint64_t seed, std::uint64_t index) const;

 private:
  std::vector<Cluster> clusters_;  // by cells, descending: TP, FP, FN, TN when all are single
  Confusion total_;
  std::uint64_t units_ = 0;
  std::optional<Binomial> first_;  // the first kind's draw is always of the same law
};

std::vector<Confusion> resample(const Population& population, std::size_t resamples, std::uint64_t seed);

// A measure over resamples. Resamples in which it is undefined are counted and left out, never taken as 0.
struct Distribution {
  std::uint64_t undefined = 0;
  std::vector<double> ascending;

  // Over the defined resamples; nothing when there are none (for the standard deviation, fewer than two).
  std::optional<double> mean() const;
  std::optional<double> standard_deviation() const;
  // Hyndman-Fan type 7.
  std::optional<double> quantile(double p) const;
};

Distribution distribution(Measure measure, std::span<const Confusion> resamples);

}  // namespace cxrval::stats
