// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "material.hpp"
#include "stats/agreement.hpp"
#include "stats/bootstrap.hpp"
#include "stats/pattern_draws.hpp"
#include "wanted.hpp"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace cxrval::compare_models {

// The material as counts: all that predictions and ratings say is how many studies have each joint pattern of the
// truth, the models' predictions and the readers' ratings.
class Patterns {
 public:
  explicit Patterns(const Material& material);

  using Counts = std::span<const std::uint64_t>;  // of each pattern

  const stats::PatternDraws& draws() const { return draws_; }
  Counts observed() const { return draws_.observed(); }
  stats::Confusion confusion(Counts counts, std::size_t predictor) const;
  // Of the studies that both rated: of two predictors (negative, positive), of two readers (in the order of classes).
  stats::AgreementTable predictor_table(Counts counts, std::size_t first, std::size_t second) const;
  stats::AgreementTable reader_table(Counts counts, std::size_t first, std::size_t second) const;

 private:
  struct Built {
    std::vector<Study> patterns;
    std::vector<std::uint32_t> of_study;
  };
  Patterns(const Material& material, Built built);
  static Built build(const Material& material);

  std::size_t classes_;
  std::vector<Study> patterns_;  // without ids and scores
  stats::PatternDraws draws_;
};

// Statistics of counts of patterns.
using Statistics = std::function<void(Patterns::Counts, std::span<std::optional<double>>)>;

// Each of `count` statistics over the resamples of patterns, all of the same ones. The numbers do not depend on the
// threads.
std::vector<stats::Distribution> resample(const Patterns& patterns, std::size_t count, const Statistics& statistics,
                                          const Wanted& wanted);

// Fills a row from a distribution: percentile limits (type 7), standard error, mean, median, undefined.
void fill(stats::Metric& metric, const stats::Distribution& found, const Wanted& wanted);

// The p value of no difference that turns the percentile interval round: twice the smaller share of resamples on either
// side of 0, each side with one more, at most 1. Nothing where all resamples give the same number, unless that is 0 (p
// is 1 then): how many of them lie on one side says how many were drawn, and nothing of chance.
std::optional<double> two_sided_p(const stats::Distribution& difference);

}  // namespace cxrval::compare_models
