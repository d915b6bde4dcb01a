// SPDX-License-Identifier: Apache-2.0
#include "match/pairings.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <tuple>

namespace cxrval::match {
namespace {

auto nearness(const Possible& pair) {
  return std::make_tuple(std::llabs(pair.lag_seconds), pair.lag_seconds < 0);
}

auto order_then_nearness(const Possible& pair) {
  return std::make_tuple(pair.lag_seconds < 0, std::llabs(pair.lag_seconds));
}

std::int64_t report_instant(const Possible& pair) {
  return pair.study_instant + pair.lag_seconds;
}

}  // namespace

const std::vector<Mark>& SimplePairings::choose(Pairing pairing, std::span<const Possible> possible) {
  reset(possible);
  if (pairing == Pairing::all) std::fill(marks_.begin(), marks_.end(), Mark{true, false});
  if (pairing == Pairing::paper) paper();
  if (pairing == Pairing::greedy_nearest) greedy_nearest();
  if (pairing == Pairing::first_in_first_out) first_in_first_out();
  return marks_;
}

void SimplePairings::reset(std::span<const Possible> possible) {
  possible_ = possible;
  marks_.assign(possible.size(), {});
  std::size_t studies = 0, reports = 0;
  for (const Possible& pair : possible) {
    studies = std::max<std::size_t>(studies, pair.study + 1);
    reports = std::max<std::size_t>(reports, pair.report + 1);
  }
  study_used_.assign(studies, false);
  report_used_.assign(reports, false);
}

template <class Before>
void SimplePairings::sort_by(Before before) {
  order_.resize(possible_.size());
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  std::sort(order_.begin(), order_.end(), before);
}

void SimplePairings::take(std::size_t index) {
  marks_[index].chosen = true;
  study_used_[possible_[index].study] = true;
  report_used_[possible_[index].report] = true;
}

void SimplePairings::paper() {
  for (std::size_t begin = 0, end = 0; begin < possible_.size(); begin = end) {
    std::size_t best = begin;
    bool tie = false;
    for (end = begin + 1; end < possible_.size() && possible_[end].study == possible_[begin].study; ++end) {
      if (order_then_nearness(possible_[end]) < order_then_nearness(possible_[best])) {
        best = end;
        tie = false;
      } else if (possible_[end].lag_seconds == possible_[best].lag_seconds) {
        tie = true;
      }
    }
    marks_[best] = {true, tie};
  }
}

void SimplePairings::greedy_nearest() {
  sort_by([&](std::size_t l, std::size_t r) {
    const auto left = nearness(possible_[l]), right = nearness(possible_[r]);
    return left != right ? left < right : l < r;
  });
  for (std::size_t begin = 0, end = 0; begin < order_.size(); begin = end) {
    const auto rank = nearness(possible_[order_[begin]]);
    while (end < order_.size() && nearness(possible_[order_[end]]) == rank) ++end;
    greedy_group(begin, end);
  }
}

// Pairs that are equally near.
void SimplePairings::greedy_group(std::size_t begin, std::size_t end) {
  group_.clear();
  for (std::size_t at = begin; at < end; ++at) {
    if (is_free(possible_[order_[at]])) group_.push_back(order_[at]);
  }
  for (const std::size_t i : group_) {
    if (!is_free(possible_[i])) continue;
    take(i);
    marks_[i].tie = std::any_of(group_.begin(), group_.end(), [&](std::size_t other) {
      return other != i &&
             (possible_[other].study == possible_[i].study || possible_[other].report == possible_[i].report);
    });
  }
}

void SimplePairings::first_in_first_out() {
  const auto turn = [&](std::size_t i) {
    const Possible& pair = possible_[i];
    return std::make_tuple(pair.study_instant, pair.study, report_instant(pair), pair.report);
  };
  sort_by([&](std::size_t l, std::size_t r) { return turn(l) < turn(r); });
  for (std::size_t begin = 0, end = 0; begin < order_.size(); begin = end) {
    const std::int64_t instant = possible_[order_[begin]].study_instant;
    while (end < order_.size() && possible_[order_[end]].study_instant == instant) ++end;
    earliest_reports(begin, end);
  }
}

// Studies of one time.
void SimplePairings::earliest_reports(std::size_t begin, std::size_t end) {
  group_.clear();
  for (std::size_t at = begin; at < end; ++at) {
    if (is_free(possible_[order_[at]])) group_.push_back(order_[at]);
  }
  for (const std::size_t i : group_) {
    const Possible& pair = possible_[i];
    if (!is_free(pair)) continue;
    take(i);
    marks_[i].tie = std::any_of(group_.begin(), group_.end(), [&](std::size_t j) {
      const Possible& other = possible_[j];
      const bool same_study = other.study == pair.study, same_report = other.report == pair.report;
      return (same_report && !same_study) ||
             (same_study && !same_report && report_instant(other) == report_instant(pair));
    });
  }
}

}  // namespace cxrval::match
