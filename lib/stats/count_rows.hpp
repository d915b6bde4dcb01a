// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/binomial.hpp"
#include "stats/confusion.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace cxrval::stats {

// A law of which a mean needs every `step`-th value only. Far from both of its ends a binomial law is so smooth that
// values half a standard deviation apart are enough: by Poisson's summation formula the error is the characteristic
// function at 4 pi / deviation, below 1e-25.
struct SparseLaw {
  BinomialLaw law;
  std::size_t step = 1;
};

// All pairs of two random counts, as rows of the one with the other along them, k. In a row a statistic does not fall
// with k. A cursor stands in a row behind some k and knows the chance of what lies before, given the row; it moves by
// single steps at a few multiplications each, so that how likely a statistic is at most x costs one walk along the
// curve that x cuts through the plane. Both kinds of rows have the same members.

// A statistic weight a / (weight a + b) of (a, b, rest) from a multinomial law: rows are a + b = s, k is a, whose law
// in a row is Binomial(s, a / (a + b)). Needs a > 0 and b > 0.
class NestedRows {
 public:
  class Cursor {
   public:
    explicit Cursor(const NestedRows& rows);

    std::size_t row() const { return row_; }
    std::int64_t k() const { return static_cast<std::int64_t>(k_); }
    double before() const { return before_; }  // chance of all up to k
    double chance() const { return chance_; }  // of k itself
    void start_at(std::int64_t k);             // in the first row
    void up();
    void down();
    void next();

   private:
    const NestedRows* rows_;
    std::size_t row_ = 0;
    double s_;
    double k_ = -1;
    double chance_ = 0;
    double before_ = 0;
  };

  NestedRows(std::uint64_t a, std::uint64_t b, std::uint64_t rest, double weight);

  std::size_t size() const { return of_s_.p.size(); }
  double chance(std::size_t row) const { return of_s_.p[row]; }
  double value(std::size_t row, std::int64_t k) const {
    const double hits = weight_ * static_cast<double>(k);
    return hits / (hits + static_cast<double>(last(row) - k));
  }
  std::int64_t first(std::size_t) const { return 0; }
  std::int64_t last(std::size_t row) const { return static_cast<std::int64_t>(of_s_.first + row); }
  std::size_t step() const { return step_; }
  // The law of k in a row.
  const SparseLaw& inner(std::size_t row);
  std::pair<double, double> range() const { return {0, 1}; }

 private:
  Fraction share_;
  double p_;
  double odds_;
  double weight_;
  BinomialLaw of_s_;
  std::size_t step_;
  BinomialLaw start_;  // in the first row
  std::vector<double> start_before_;
  SparseLaw inner_;
};

// Any measure of studies drawn within strata of the truth: rows are FP ~ Binomial(N, fp / N), k is TP ~ Binomial(P, tp
// / P), or FN where the measure falls with TP.
class IndependentRows {
 public:
  class Cursor {
   public:
    explicit Cursor(const IndependentRows& rows) : rows_(&rows), k_(rows.first(0) - 1) {}

    std::size_t row() const { return row_; }
    std::int64_t k() const { return k_; }
    double before() const { return rows_->up_to(k_) - rows_->up_to(rows_->first(row_) - 1); }
    double chance() const { return rows_->of_k_.law.p[rows_->place(k_)]; }
    void start_at(std::int64_t k) { k_ = k; }
    void up() { ++k_; }
    void down() { --k_; }
    void next();

   private:
    const IndependentRows* rows_;
    std::size_t row_ = 0;
    std::int64_t k_;
  };

  IndependentRows(Measure measure, const Confusion& counts);

  std::size_t size() const { return of_row_.law.p.size(); }
  double chance(std::size_t row) const { return of_row_.law.p[row]; }
  double value(std::size_t row, std::int64_t k) const {
    return ratio_ ? ratio_->numerator.at(row, k) / ratio_->denominator.at(row, k) : *find(row, k);
  }
  // Between these the measure is defined; in a row without any, first is one behind last.
  std::int64_t first(std::size_t row) const { return defined_[row].first; }
  std::int64_t last(std::size_t row) const { return defined_[row].second; }
  std::size_t step() const { return of_row_.step; }
  const SparseLaw& inner(std::size_t) const { return of_k_; }
  std::pair<double, double> range() const { return range_; }
  double undefined() const { return undefined_; }

 private:
  // A sum of weighted cells over the plane; whole numbers, so that nothing is rounded.
  struct Linear {
    double constant, per_row, per_k;
    double at(std::size_t row, std::int64_t k) const {
      return constant + per_row * static_cast<double>(row) + per_k * static_cast<double>(k);
    }
  };
  struct Ratio {
    Linear numerator, denominator;
  };

  Linear linear(const Weights& weights) const;
  std::optional<double> find(std::size_t row, std::int64_t k) const;
  std::size_t place(std::int64_t k) const { return static_cast<std::size_t>(k) - of_k_.law.first; }
  double up_to(std::int64_t k) const { return before_[static_cast<std::size_t>(k + 1) - of_k_.law.first]; }
  std::pair<std::int64_t, std::int64_t> defined_in(std::size_t row) const;

  Measure measure_;
  bool counts_misses_;
  std::uint64_t positives_;
  std::uint64_t negatives_;
  SparseLaw of_row_;
  SparseLaw of_k_;
  std::optional<Ratio> ratio_;
  std::vector<double> before_;  // chance of all k before first + i
  std::vector<std::pair<std::int64_t, std::int64_t>> defined_;
  std::pair<double, double> range_;
  double undefined_ = 0;
};

}  // namespace cxrval::stats
