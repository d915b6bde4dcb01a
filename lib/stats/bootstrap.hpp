// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/confusion.hpp"
#include "stats/multinomial.hpp"

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

// What is independent, and so drawn with replacement.
enum class Unit { study, patient };

// Whether units are drawn from all, or positives and negatives apart, as many of each as there are. A unit is positive
// when any of its studies is (Rutter, "Bootstrap estimation of diagnostic accuracy with patient-clustered data", Acad.
// Radiol. 7, 2000).
enum class Strata { none, truth };

// What is drawn from with replacement: M units of U kinds. Drawing M units one by one gives how often each kind came up
// the Multinomial(M; count / M) law, so a resample is at most U - 1 binomials, whatever M is. A study is a unit with a
// single count; a patient brings all of his studies, so that the number of studies varies from resample to resample:
// only ratios of counts have a meaning. Within strata there is one such law for each, independent of the other; one
// class missing just adds nothing. Of studies within strata: TP ~ Bin(P, tp / P) and FP ~ Bin(N, fp / N).
class Population {
 public:
  // Kinds with equal cells are joined; the order given does not matter. Throws base::Error above 1e9 studies.
  explicit Population(std::vector<Cluster> clusters, Strata strata = Strata::none);
  static Population of_studies(const Confusion& counts, Strata strata = Strata::none);

  std::uint64_t units() const { return units_; }
  const Confusion& total() const { return total_; }
  // By cells, descending (studies: TP, FP, FN, TN); within strata the positive ones first (TP, FN, FP, TN).
  std::span<const Cluster> clusters() const { return clusters_; }

  // Resample `index` of `seed`: how often each of clusters() is drawn, the same on every machine and thread. `times`
  // has one place for each of them.
  void draw(std::uint64_t seed, std::uint64_t index, std::span<std::uint64_t> times) const;
  // The counts that such a draw sums to; of no units: no counts.
  Confusion resample(std::uint64_t seed, std::uint64_t index) const;

 private:
  friend std::vector<Confusion> resample(const Population& population, std::size_t resamples, std::uint64_t seed);

  Confusion sum(std::span<const std::uint64_t> times) const;

  std::vector<Cluster> clusters_;
  Confusion total_;
  std::uint64_t units_ = 0;
  std::vector<Multinomial> strata_;  // over the kinds of clusters_, one after the other
};

// Resamples 0, 1, ... of the seed.
std::vector<Confusion> resample(const Population& population, std::size_t resamples, std::uint64_t seed);

// A measure over resamples. Resamples in which it is undefined are counted and left out, never taken as 0. Everything
// is over the defined ones; nothing when there are none (for the standard deviation, fewer than two).
struct Distribution {
  std::uint64_t undefined = 0;
  std::vector<double> values;  // in the order of the resamples

  std::optional<double> mean() const;
  std::optional<double> standard_deviation() const;
  std::optional<double> median() const { return quantile(0.5); }
  // By one of the nine definitions of Hyndman and Fan (see quantile.hpp), without sorting.
  std::optional<double> quantile(double p, int type = 7) const;
  std::vector<double> ascending() const;
};

// Whether values from `least` to `most` are one number but for rounding: at most 1e-13 of the larger size apart. Then
// their standard deviation is 0.
bool same_but_for_rounding(double least, double most);

Distribution distribution(Measure measure, std::span<const Confusion> resamples);

}  // namespace cxrval::stats
