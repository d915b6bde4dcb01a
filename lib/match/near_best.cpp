// SPDX-License-Identifier: Apache-2.0
#include "match/near_best.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

namespace cxrval::match {
namespace {

__extension__ typedef unsigned __int128 Wide;

constexpr std::int64_t longest_lag_seconds = 8784 * 3600;
constexpr std::int64_t unreached = std::numeric_limits<std::int64_t>::max();

std::uint64_t whole_root(Wide square) {
  Wide root = static_cast<Wide>(std::sqrt(static_cast<double>(square)));
  while (root * root > square) --root;
  while ((root + 1) * (root + 1) <= square) ++root;
  return static_cast<std::uint64_t>(root);
}

struct Step {
  std::size_t to;
  std::int64_t squares;
};

}  // namespace

std::int64_t largest_near_best_squares(const Cost& best, std::int64_t seconds) {
  const Wide t = static_cast<Wide>(std::clamp<std::int64_t>(seconds, 0, longest_lag_seconds));
  const Wide pairs = static_cast<Wide>(-best.pairs);
  const Wide squares = static_cast<Wide>(best.squares);
  const Wide largest = squares + pairs * t * t + whole_root(4 * t * t * pairs * squares);
  return static_cast<std::int64_t>(std::min<Wide>(largest, std::numeric_limits<std::int64_t>::max()));
}

// A step leads from a row to the owner of a column that it might take instead of its own. What an arc costs beyond its
// duals is at least zero, compared from the number of pairs on: an arc that costs a pair, or an order, is on no way to
// a near-best pairing, and of the others only squares are left to add up.
class NearBestSearch::Search {
 public:
  const std::vector<bool>& run(const Problem& problem, const Assignment& best, std::int64_t most_squares) {
    problem_ = problem;
    best_ = &best;
    Cost total;
    for (const Edge& edge : problem.edges) {
      if (best.column_of_row[edge.row] == edge.column) total += edge.cost;
    }
    budget_ = most_squares - total.squares;
    backward_ = problem.rows <= problem.columns;
    owner_.resize(best.square.size());
    for (std::size_t row = 0; row < best.square.size(); ++row) owner_[best.square[row]] = row;
    if (mark_best()) return near_;
    list_steps();
    mark_others();
    return near_;
  }

 private:
  // Squares beyond the duals; `unreached` where they cannot matter.
  std::int64_t excess(std::size_t row, std::size_t column, const Cost& cost) const {
    const Cost slack = cost - best_->row_dual[row] - best_->column_dual[column];
    return slack.pairs == 0 && slack.in_order == 0 && slack.squares <= budget_ ? slack.squares : unreached;
  }

  template <class Visit>
  void for_each_step(Visit visit) const {
    const auto arc = [&](std::size_t row, std::size_t column, const Cost& cost) {
      const std::int64_t squares = excess(row, column, cost);
      if (squares == unreached || owner_[column] == row) return;
      if (backward_) visit(owner_[column], Step{row, squares});
      if (!backward_) visit(row, Step{owner_[column], squares});
    };
    for (const Edge& edge : problem_.edges) {
      arc(edge.row, edge.column, edge.cost);
      arc(problem_.rows + edge.column, problem_.columns + edge.row, {});
    }
    for (std::size_t i = 0; i < problem_.rows; ++i) arc(i, problem_.columns + i, {});
    for (std::size_t j = 0; j < problem_.columns; ++j) arc(problem_.rows + j, j, {});
  }

  void list_steps() {
    const std::size_t size = owner_.size();
    first_step_.assign(size + 1, 0);
    for_each_step([&](std::size_t from, const Step&) { ++first_step_[from + 1]; });
    for (std::size_t row = 0; row < size; ++row) first_step_[row + 1] += first_step_[row];
    steps_.resize(first_step_[size]);
    next_.assign(first_step_.begin(), first_step_.end() - 1);
    for_each_step([&](std::size_t from, const Step& step) { steps_[next_[from]++] = step; });
  }

  // Of the rows, the squares of the cheapest way from `start`; unreached beyond the budget.
  void measure(std::size_t start) {
    distance_.assign(owner_.size(), unreached);
    queue_.assign(1, {0, start});
    distance_[start] = 0;
    while (!queue_.empty()) {
      std::pop_heap(queue_.begin(), queue_.end(), std::greater<>());
      const auto [length, row] = queue_.back();
      queue_.pop_back();
      if (length > distance_[row]) continue;
      for (std::size_t i = first_step_[row]; i < first_step_[row + 1]; ++i) {
        const auto [to, squares] = steps_[i];
        if (squares > budget_ - length || length + squares >= distance_[to]) continue;
        distance_[to] = length + squares;
        queue_.emplace_back(distance_[to], to);
        std::push_heap(queue_.begin(), queue_.end(), std::greater<>());
      }
    }
  }

  std::size_t source(const Edge& edge) const { return backward_ ? edge.row : owner_[edge.column]; }

  // Marks the best pairing. Lists the edges that may be in another one, and tells whether there are none.
  bool mark_best() {
    near_.assign(problem_.edges.size(), false);
    others_.clear();
    for (std::size_t i = 0; i < near_.size(); ++i) {
      const Edge& edge = problem_.edges[i];
      near_[i] = best_->square[edge.row] == edge.column;
      if (!near_[i] && excess(edge.row, edge.column, edge.cost) != unreached) others_.push_back(i);
    }
    return others_.empty();
  }

  // The smallest cost of a pairing with an edge is that of the cheapest way round through it.
  void mark_others() {
    std::sort(others_.begin(), others_.end(),
              [&](std::size_t l, std::size_t r) { return source(problem_.edges[l]) < source(problem_.edges[r]); });
    std::size_t measured = owner_.size();
    for (const std::size_t i : others_) {
      const Edge& edge = problem_.edges[i];
      if (measured != source(edge)) measure(measured = source(edge));
      const std::int64_t way = distance_[backward_ ? owner_[edge.column] : edge.row];
      near_[i] = way != unreached && way <= budget_ - excess(edge.row, edge.column, edge.cost);
    }
  }

  Problem problem_;
  const Assignment* best_ = nullptr;
  std::int64_t budget_ = 0;
  bool backward_ = false;
  std::vector<std::size_t> owner_;  // the row of each column
  std::vector<Step> steps_;
  std::vector<std::size_t> first_step_;
  std::vector<std::size_t> next_;
  std::vector<std::size_t> others_;  // edges
  std::vector<std::int64_t> distance_;
  std::vector<std::pair<std::int64_t, std::size_t>> queue_;
  std::vector<bool> near_;
};

NearBestSearch::NearBestSearch() : search_(std::make_unique<Search>()) {}
NearBestSearch::~NearBestSearch() = default;
NearBestSearch::NearBestSearch(NearBestSearch&&) noexcept = default;
NearBestSearch& NearBestSearch::operator=(NearBestSearch&&) noexcept = default;

const std::vector<bool>& NearBestSearch::search(const Problem& problem, const Assignment& cheapest,
                                                std::int64_t most_squares) {
  return search_->run(problem, cheapest, most_squares);
}

}  // namespace cxrval::match
