// SPDX-License-Identifier: Apache-2.0
#include "match/assignment.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace cxrval::match {
namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

struct Arc {
  std::size_t column;
  Cost cost;
};

struct Move {
  std::size_t row;
  std::size_t column;
};

}  // namespace

// Works on the square problem, in which every assignment is perfect. Of two perfect assignments with the same pairs
// both cost the same, and an assignment is of smallest cost just when all its arcs are tight.
class Assigner::Solver {
 public:
  const Assignment& solve(const Problem& problem) {
    size_ = problem.rows + problem.columns;
    list_arcs(problem);
    column_of().assign(size_, none);
    row_of_.assign(size_, none);
    make_room();
    start_duals();
    for (std::size_t row = 0; row < size_; ++row) insert(row);
    finish(problem);
    return result_;
  }

 private:
  std::vector<std::size_t>& column_of() { return result_.square; }
  std::size_t column_of(std::size_t row) const { return result_.square[row]; }
  std::span<const Arc> arcs(std::size_t row) const {
    return std::span(arcs_).subspan(first_arc_[row], first_arc_[row + 1] - first_arc_[row]);
  }
  Cost slack(std::size_t row, const Arc& arc) const {
    return arc.cost - result_.row_dual[row] - result_.column_dual[arc.column];
  }
  bool tight(std::size_t row, const Arc& arc) const { return slack(row, arc) == Cost{}; }

  void list_arcs(const Problem& problem) {
    const auto [rows, columns, edges] = problem;
    first_arc_.assign(size_ + 1, 1);
    first_arc_[0] = 0;
    for (const Edge& edge : edges) {
      ++first_arc_[edge.row + 1];
      ++first_arc_[rows + edge.column + 1];
    }
    for (std::size_t row = 0; row < size_; ++row) first_arc_[row + 1] += first_arc_[row];
    arcs_.resize(first_arc_[size_]);
    next_.assign(first_arc_.begin(), first_arc_.end() - 1);
    for (const Edge& edge : edges) {
      arcs_[next_[edge.row]++] = {edge.column, edge.cost};
      arcs_[next_[rows + edge.column]++] = {columns + edge.row, {}};
    }
    for (std::size_t i = 0; i < rows; ++i) arcs_[next_[i]++] = {columns + i, {}};
    for (std::size_t j = 0; j < columns; ++j) arcs_[next_[rows + j]++] = {j, {}};
    for (std::size_t row = 0; row < size_; ++row) {
      std::sort(arcs_.data() + first_arc_[row], arcs_.data() + first_arc_[row + 1],
                [](const Arc& l, const Arc& r) { return l.column < r.column; });
    }
  }

  // Nothing is cleared for a search: what bears another search's number is not of this one.
  void make_room() {
    if (size_ <= came_.size()) return;
    for (std::vector<std::size_t>* list : {&reached_from_, &reached_in_, &done_in_, &rank_, &low_, &seen_in_}) {
      list->resize(size_);
    }
    distance_.resize(size_);
    came_.resize(size_);
  }

  void start_duals() {
    result_.row_dual.resize(size_);
    result_.column_dual.assign(size_, {});
    for (std::size_t row = 0; row < size_; ++row) {
      const std::span<const Arc> list = arcs(row);
      result_.row_dual[row] =
          std::min_element(list.begin(), list.end(), [](const Arc& l, const Arc& r) { return l.cost < r.cost; })->cost;
    }
  }

  // A tight arc to a free column is a shortest augmenting path already.
  bool insert_directly(std::size_t row) {
    for (const Arc& arc : arcs(row)) {
      if (row_of_[arc.column] != none || !tight(row, arc)) continue;
      row_of_[arc.column] = row;
      column_of()[row] = arc.column;
      return true;
    }
    return false;
  }

  // One shortest augmenting path from `start` (Dijkstra on the slacks), which keeps all slacks at least zero.
  void insert(std::size_t start) {
    if (insert_directly(start)) return;
    ++search_;
    settled_.clear();
    queue_.clear();
    relax(start, {});
    std::size_t end = none;
    while (end == none) {
      std::pop_heap(queue_.begin(), queue_.end(), std::greater<>());
      const auto [length, column] = queue_.back();
      queue_.pop_back();
      if (done_in_[column] == search_) continue;
      done_in_[column] = search_;
      if (row_of_[column] == none) {
        end = column;
      } else {
        settled_.push_back(column);
        relax(row_of_[column], length);
      }
    }
    augment(start, end);
  }

  void relax(std::size_t row, const Cost& base) {
    for (const Arc& arc : arcs(row)) {
      if (done_in_[arc.column] == search_) continue;
      const Cost candidate = base + slack(row, arc);
      if (reached_in_[arc.column] == search_ && distance_[arc.column] <= candidate) continue;
      reached_in_[arc.column] = search_;
      distance_[arc.column] = candidate;
      reached_from_[arc.column] = row;
      queue_.emplace_back(candidate, arc.column);
      std::push_heap(queue_.begin(), queue_.end(), std::greater<>());
    }
  }

  void augment(std::size_t start, std::size_t end) {
    result_.row_dual[start] += distance_[end];
    for (const std::size_t column : settled_) {
      result_.row_dual[row_of_[column]] += distance_[end] - distance_[column];
      result_.column_dual[column] -= distance_[end] - distance_[column];
    }
    for (std::size_t column = end; column != none;) {
      const std::size_t row = reached_from_[column];
      row_of_[column] = row;
      column = std::exchange(column_of()[row], column);
    }
  }

  // Looks for tight arcs along which `displaced`, which has lost its column, and others after it can move until one of
  // them takes `freed`. Rows before `first_free_row` stay. The rows' new columns are in moves_.
  bool exchange(std::size_t displaced, std::size_t freed, std::size_t first_free_row) {
    if (displaced < first_free_row) return false;
    seen_in_[displaced] = ++search_;
    open_.assign(1, displaced);
    for (std::size_t at = 0; at < open_.size(); ++at) {
      const std::size_t row = open_[at];
      for (const Arc& arc : arcs(row)) {
        if (!tight(row, arc)) continue;
        if (arc.column == freed) {
          moves_.assign(1, {row, freed});
          for (std::size_t back = row; back != displaced; back = came_[back].row) moves_.push_back(came_[back]);
          return true;
        }
        const std::size_t owner = row_of_[arc.column];
        if (owner < first_free_row || seen_in_[owner] == search_) continue;
        seen_in_[owner] = search_;
        open_.push_back(owner);
        came_[owner] = {row, arc.column};
      }
    }
    return false;
  }

  // A row is tied just when tight arcs lead from it over the owners of their columns back to it: when it is not alone
  // in its strongly connected component (Tarjan, SIAM J. Comput. 1:146, 1972).
  void find_ties(std::size_t rows) {
    result_.tied.assign(rows, false);
    std::fill_n(rank_.begin(), size_, 0);
    entered_ = 0;
    for (std::size_t row = 0; row < rows; ++row) {
      if (rank_[row] == 0 && may_move(row)) find_ties_from(row);
    }
  }

  bool may_move(std::size_t row) const {
    const std::span<const Arc> list = arcs(row);
    return std::any_of(list.begin(), list.end(),
                       [&](const Arc& arc) { return arc.column != column_of(row) && tight(row, arc); });
  }

  void find_ties_from(std::size_t root) {
    enter(root);
    while (!way_.empty()) {
      const std::size_t row = way_.back();
      if (next_[row] == first_arc_[row + 1]) {
        leave(row);
        continue;
      }
      const Arc& arc = arcs_[next_[row]++];
      if (!tight(row, arc)) continue;
      const std::size_t owner = row_of_[arc.column];
      if (rank_[owner] == 0) {
        enter(owner);
      } else {
        low_[row] = std::min(low_[row], rank_[owner]);
      }
    }
  }

  void enter(std::size_t row) {
    rank_[row] = low_[row] = ++entered_;
    next_[row] = first_arc_[row];
    way_.push_back(row);
    unsettled_.push_back(row);
  }

  void leave(std::size_t row) {
    way_.pop_back();
    if (!way_.empty()) low_[way_.back()] = std::min(low_[way_.back()], low_[row]);
    if (low_[row] != rank_[row]) return;
    const bool alone = unsettled_.back() == row;
    for (std::size_t member = none; member != row;) {
      member = unsettled_.back();
      unsettled_.pop_back();
      rank_[member] = none;
      if (member < result_.tied.size()) result_.tied[member] = !alone;
    }
  }

  void prefer_first_column(std::size_t row) {
    for (const Arc& arc : arcs(row)) {
      if (arc.column == column_of(row)) return;
      if (!tight(row, arc) || !exchange(row_of_[arc.column], column_of(row), row + 1)) continue;
      column_of()[row] = arc.column;
      row_of_[arc.column] = row;
      for (const auto& [moved, column] : moves_) {
        column_of()[moved] = column;
        row_of_[column] = moved;
      }
      return;
    }
  }

  void finish(const Problem& problem) {
    find_ties(problem.rows);
    for (std::size_t row = 0; row < problem.rows; ++row) {
      if (result_.tied[row]) prefer_first_column(row);
    }
    result_.column_of_row.clear();
    for (std::size_t row = 0; row < problem.rows; ++row) {
      const std::size_t column = column_of(row);
      result_.column_of_row.push_back(column < problem.columns ? std::optional(column) : std::nullopt);
    }
  }

  std::size_t size_ = 0;
  std::vector<Arc> arcs_;  // by row, then column
  std::vector<std::size_t> first_arc_;
  std::vector<std::size_t> next_;
  std::vector<std::size_t> row_of_;
  Assignment result_;

  std::size_t search_ = 0;  // never the same number twice
  std::vector<Cost> distance_;
  std::vector<std::size_t> reached_from_;
  std::vector<std::size_t> reached_in_;
  std::vector<std::size_t> done_in_;
  std::vector<std::size_t> settled_;
  std::vector<std::pair<Cost, std::size_t>> queue_;

  std::vector<std::size_t> rank_;  // of rows: the place in the order of entry; 0 before, none once settled
  std::vector<std::size_t> low_;   // the smallest rank known to be reached
  std::size_t entered_ = 0;
  std::vector<std::size_t> way_;
  std::vector<std::size_t> unsettled_;

  std::vector<Move> came_;  // of rows seen: who takes its column, and gets which
  std::vector<std::size_t> seen_in_;
  std::vector<std::size_t> open_;
  std::vector<Move> moves_;
};

Assigner::Assigner() : solver_(std::make_unique<Solver>()) {}
Assigner::~Assigner() = default;
Assigner::Assigner(Assigner&&) noexcept = default;
Assigner& Assigner::operator=(Assigner&&) noexcept = default;

const Assignment& Assigner::solve(const Problem& problem) {
  return solver_->solve(problem);
}

Assignment assign(std::size_t rows, std::size_t columns, std::span<const Edge> edges) {
  return Assigner().solve({rows, columns, edges});
}

}  // namespace cxrval::match
