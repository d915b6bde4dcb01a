// SPDX-License-Identifier: Apache-2.0
#include "match/component.hpp"

#include <algorithm>

namespace cxrval::match {
namespace {

Cost cost_of(std::int64_t lag_seconds) {
  return {-1, lag_seconds >= 0 ? -1 : 0, lag_seconds * lag_seconds};
}

std::size_t position(const std::vector<std::uint32_t>& list, std::uint32_t value) {
  return static_cast<std::size_t>(std::lower_bound(list.begin(), list.end(), value) - list.begin());
}

}  // namespace

void ComponentSolver::build(std::span<const Possible> possible) {
  rows_.clear();
  columns_.clear();
  edges_.clear();
  for (const Possible& pair : possible) {
    if (rows_.empty() || rows_.back() != pair.study) rows_.push_back(pair.study);
    columns_.push_back(pair.report);
  }
  std::sort(columns_.begin(), columns_.end());
  columns_.erase(std::unique(columns_.begin(), columns_.end()), columns_.end());
  std::size_t row = 0;
  for (const Possible& pair : possible) {
    if (rows_[row] != pair.study) ++row;
    edges_.push_back({row, position(columns_, pair.report), cost_of(pair.lag_seconds)});
  }
}

const std::vector<Mark>& ComponentSolver::one_to_one(std::span<const Possible> possible) {
  build(possible);
  assignment_ = &assigner_.solve({rows_.size(), columns_.size(), edges_});
  std::vector<Mark>& marks = marks_[static_cast<std::size_t>(Pairing::one_to_one)];
  marks.clear();
  for (const Edge& edge : edges_) {
    const bool chosen = assignment_->column_of_row[edge.row] == edge.column;
    marks.push_back({chosen, chosen && assignment_->tied[edge.row]});
  }
  return marks;
}

void ComponentSolver::search_near_best(std::int64_t seconds) {
  Cost chosen;
  bool all_in_order = true;
  for (Edge& edge : edges_) {
    if (assignment_->column_of_row[edge.row] == edge.column) chosen += edge.cost;
    all_in_order = all_in_order && edge.cost.in_order != 0;
  }
  const std::int64_t most_squares = largest_near_best_squares(chosen, seconds);
  const Assignment* cheapest = assignment_;
  if (!all_in_order) {
    for (Edge& edge : edges_) edge.cost.in_order = 0;
    cheapest = &by_lag_.solve({rows_.size(), columns_.size(), edges_});
  }
  near_best_ = search_.search({rows_.size(), columns_.size(), edges_}, *cheapest, most_squares);
}

void ComponentSolver::solve(std::span<const Possible> possible, std::int64_t near_best_seconds) {
  const std::vector<Mark>& best = one_to_one(possible);
  if (possible.size() > most_near_best_pairs) {
    near_best_.assign(possible.size(), true);
    ambiguous_ = true;
  } else {
    search_near_best(near_best_seconds);
    ambiguous_ = false;
    for (std::size_t i = 0; i < best.size(); ++i) ambiguous_ = ambiguous_ || (near_best_[i] && !best[i].chosen);
  }
  for (const Pairing pairing : {Pairing::paper, Pairing::greedy_nearest, Pairing::first_in_first_out, Pairing::all}) {
    marks_[static_cast<std::size_t>(pairing)] = simple_.choose(pairing, possible);
  }
}

}  // namespace cxrval::match
