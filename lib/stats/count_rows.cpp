// SPDX-License-Identifier: Apache-2.0
#include "stats/count_rows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace cxrval::stats {
namespace {

constexpr double negligible_row = 1e-18;  // of the likeliest one

void trim(BinomialLaw& law) {
  const double least = negligible_row * *std::max_element(law.p.begin(), law.p.end());
  const auto matters = [least](double chance) { return chance >= least; };
  law.p.erase(std::find_if(law.p.rbegin(), law.p.rend(), matters).base(), law.p.end());
  const auto first = std::find_if(law.p.begin(), law.p.end(), matters);
  law.first += static_cast<std::uint64_t>(first - law.p.begin());
  law.p.erase(law.p.begin(), first);
}

std::vector<double> running_sums(const std::vector<double>& chances) {
  std::vector<double> sums{0};
  for (const double chance : chances) sums.push_back(sums.back() + chance);
  return sums;
}

void find_law(std::uint64_t trials, Fraction p, SparseLaw& sparse) {
  binomial_law(trials, p, sparse.law);
  const bool whole = sparse.law.first == 0 || sparse.law.first + sparse.law.p.size() > trials;
  const double chance = static_cast<double>(p.part) / static_cast<double>(p.whole);
  const double deviation = std::sqrt(static_cast<double>(trials) * chance * (1 - chance));
  sparse.step = whole ? 1 : std::max<std::size_t>(1, static_cast<std::size_t>(deviation / 2));
}

}  // namespace

NestedRows::NestedRows(std::uint64_t a, std::uint64_t b, std::uint64_t rest, double weight)
    : share_{a, a + b},
      p_(static_cast<double>(a) / static_cast<double>(a + b)),
      odds_(static_cast<double>(a) / static_cast<double>(b)),
      weight_(weight) {
  const std::uint64_t n = a + b + rest;
  SparseLaw of_s;
  find_law(n, {a + b, n}, of_s);
  step_ = of_s.step;
  of_s_ = std::move(of_s.law);
  trim(of_s_);
  if (of_s_.first == 0) {  // without a and b the statistic is undefined
    of_s_.first = 1;
    of_s_.p.erase(of_s_.p.begin());
  }
  binomial_law(of_s_.first, share_, start_);
  start_before_ = running_sums(start_.p);
}

const SparseLaw& NestedRows::inner(std::size_t row) {
  find_law(of_s_.first + row, share_, inner_);
  return inner_;
}

NestedRows::Cursor::Cursor(const NestedRows& rows) : rows_(&rows), s_(static_cast<double>(rows.of_s_.first)) {}

// What is too unlikely to stand in the law of the first row is even less likely in the rows behind.
void NestedRows::Cursor::start_at(std::int64_t k) {
  k_ = static_cast<double>(k);
  const std::int64_t place = k - static_cast<std::int64_t>(rows_->start_.first);
  const std::int64_t size = static_cast<std::int64_t>(rows_->start_.p.size());
  const bool inside = place >= 0 && place < size;
  chance_ = inside ? rows_->start_.p[static_cast<std::size_t>(place)] : 0;
  before_ = rows_->start_before_[static_cast<std::size_t>(std::clamp<std::int64_t>(place + 1, 0, size))];
}

void NestedRows::Cursor::up() {
  chance_ = k_ < 0 ? std::pow(1 - rows_->p_, s_) : chance_ * (rows_->odds_ * (s_ - k_) / (k_ + 1));
  before_ += chance_;
  ++k_;
}

void NestedRows::Cursor::down() {
  before_ -= chance_;
  chance_ *= k_ / (rows_->odds_ * (s_ - k_ + 1));
  --k_;
}

// One more draw: at most k before and after, or k before and another hit.
void NestedRows::Cursor::next() {
  before_ -= rows_->p_ * chance_;
  ++s_;
  chance_ *= (1 - rows_->p_) * s_ / (s_ - k_);
  ++row_;
}

IndependentRows::IndependentRows(Measure measure, const Confusion& counts)
    : measure_(measure),
      counts_misses_(measure == Measure::lr_negative || measure == Measure::fnr || measure == Measure::fdr),
      positives_(counts.tp + counts.fn),
      negatives_(counts.fp + counts.tn) {
  const auto whole = [](std::uint64_t trials) { return std::max<std::uint64_t>(trials, 1); };
  find_law(negatives_, {counts.fp, whole(negatives_)}, of_row_);
  find_law(positives_, {counts_misses_ ? counts.fn : counts.tp, whole(positives_)}, of_k_);
  trim(of_row_.law);
  trim(of_k_.law);
  if (const auto& form = linear_ratio(measure)) ratio_ = {linear(form->numerator), linear(form->denominator)};
  before_ = running_sums(of_k_.law.p);
  range_ = {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (std::size_t row = 0; row < size(); ++row) {
    defined_.push_back(defined_in(row));
    const auto [first, last] = defined_.back();
    undefined_ += chance(row) * (before_.back() - (up_to(last) - up_to(first - 1)));
    if (first > last) continue;
    range_ = {std::min(range_.first, value(row, first)), std::max(range_.second, value(row, last))};
  }
}

IndependentRows::Linear IndependentRows::linear(const Weights& weights) const {
  const std::int64_t first = static_cast<std::int64_t>(of_row_.law.first);
  const std::int64_t per_tp = weights.tp - weights.fn, per_fp = weights.fp - weights.tn;
  const std::int64_t positives = static_cast<std::int64_t>(positives_),
                     negatives = static_cast<std::int64_t>(negatives_);
  const std::int64_t constant =
      weights.tn * negatives + per_fp * first + (counts_misses_ ? weights.tp : weights.fn) * positives;
  return {static_cast<double>(constant), static_cast<double>(per_fp),
          static_cast<double>(counts_misses_ ? -per_tp : per_tp)};
}

std::optional<double> IndependentRows::find(std::size_t row, std::int64_t k) const {
  if (ratio_) {
    if (ratio_->denominator.at(row, k) == 0) return std::nullopt;
    return value(row, k);
  }
  const std::uint64_t along = static_cast<std::uint64_t>(k);
  const std::uint64_t tp = counts_misses_ ? positives_ - along : along;
  const std::uint64_t fp = of_row_.law.first + row;
  return stats::value(measure_, {tp, fp, positives_ - tp, negatives_ - fp});
}

// A measure is undefined all along a row, or at an end of it.
std::pair<std::int64_t, std::int64_t> IndependentRows::defined_in(std::size_t row) const {
  const std::int64_t first = static_cast<std::int64_t>(of_k_.law.first);
  const std::int64_t last = first + static_cast<std::int64_t>(of_k_.law.p.size()) - 1;
  const std::int64_t from = find(row, first) ? first : first + 1;
  const std::int64_t to = last >= from && find(row, last) ? last : last - 1;
  if (from > to || !find(row, from)) return {first, first - 1};
  return {from, to};
}

void IndependentRows::Cursor::next() {
  ++row_;
  k_ = std::clamp(k_, rows_->first(row_) - 1, rows_->last(row_));
}

}  // namespace cxrval::stats
