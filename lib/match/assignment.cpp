// SPDX-License-Identifier: Apache-2.0
#include "match/assignment.hpp"

#include <algorithm>
#include <queue>
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

// The problem made square, so that every assignment is perfect: row i may take its own empty column, column j its own
// empty row, and the empty row of j may take the empty column of i where (i, j) is an edge. Of two perfect assignments
// with the same pairs both cost the same, and an assignment is of smallest cost just when all its arcs are tight.
class Solver {
 public:
  Solver(std::size_t rows, std::size_t columns, std::span<const Edge> edges)
      : rows_(rows),
        size_(rows + columns),
        arcs_(size_),
        row_dual_(size_),
        column_dual_(size_),
        column_of_(size_, none),
        row_of_(size_, none) {
    for (const Edge& edge : edges) {
      arcs_[edge.row].push_back({edge.column, edge.cost});
      arcs_[rows + edge.column].push_back({columns + edge.row, {}});
    }
    for (std::size_t i = 0; i < rows; ++i) arcs_[i].push_back({columns + i, {}});
    for (std::size_t j = 0; j < columns; ++j) arcs_[rows + j].push_back({j, {}});
    for (std::vector<Arc>& list : arcs_) {
      std::sort(list.begin(), list.end(), [](const Arc& l, const Arc& r) { return l.column < r.column; });
    }
    for (std::size_t i = 0; i < size_; ++i) {
      row_dual_[i] = std::min_element(arcs_[i].begin(), arcs_[i].end(), [](const Arc& l, const Arc& r) {
                       return l.cost < r.cost;
                     })->cost;
    }
  }

  void solve() {
    for (std::size_t row = 0; row < size_; ++row) insert(row);
  }

  Assignment take(std::size_t columns) {
    Assignment result;
    for (std::size_t row = 0; row < rows_; ++row) result.tied.push_back(has_alternative(row));
    for (std::size_t row = 0; row < rows_; ++row) prefer_first_column(row);
    for (std::size_t row = 0; row < rows_; ++row) {
      const std::size_t column = column_of_[row];
      result.column_of_row.push_back(column < columns ? std::optional(column) : std::nullopt);
    }
    return result;
  }

 private:
  Cost slack(std::size_t row, const Arc& arc) const { return arc.cost - row_dual_[row] - column_dual_[arc.column]; }
  bool tight(std::size_t row, const Arc& arc) const { return slack(row, arc) == Cost{}; }

  // One shortest augmenting path from `start` (Dijkstra on the slacks), which keeps all slacks at least zero.
  void insert(std::size_t start) {
    std::vector<std::optional<Cost>> distance(size_);
    std::vector<std::size_t> reached_from(size_, none);
    std::vector<bool> done(size_);
    std::vector<std::size_t> settled;
    using Entry = std::pair<Cost, std::size_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    const auto relax = [&](std::size_t row, const Cost& base) {
      for (const Arc& arc : arcs_[row]) {
        const Cost candidate = base + slack(row, arc);
        if (done[arc.column] || (distance[arc.column] && *distance[arc.column] <= candidate)) continue;
        distance[arc.column] = candidate;
        reached_from[arc.column] = row;
        queue.emplace(candidate, arc.column);
      }
    };
    relax(start, {});
    std::size_t end = none;
    while (end == none) {
      const auto [length, column] = queue.top();
      queue.pop();
      if (done[column]) continue;
      done[column] = true;
      if (row_of_[column] == none) {
        end = column;
      } else {
        settled.push_back(column);
        relax(row_of_[column], length);
      }
    }
    row_dual_[start] += *distance[end];
    for (const std::size_t column : settled) {
      row_dual_[row_of_[column]] += *distance[end] - *distance[column];
      column_dual_[column] -= *distance[end] - *distance[column];
    }
    for (std::size_t column = end; column != none;) {
      const std::size_t row = reached_from[column];
      row_of_[column] = row;
      column = std::exchange(column_of_[row], column);
    }
  }

  // Tight arcs along which `displaced`, which has lost its column, and others after it can move until one of them takes
  // `freed`. Rows before `first_free_row` stay. Gives the rows' new columns, or nothing.
  std::optional<std::vector<Move>> exchange(std::size_t displaced, std::size_t freed,
                                            std::size_t first_free_row) const {
    std::vector<Move> came(size_, {none, none});  // by row: who takes its column, and gets which
    std::vector<bool> seen(size_);
    std::queue<std::size_t> open;
    const auto visit = [&](std::size_t row) {
      if (row < first_free_row || seen[row]) return false;
      seen[row] = true;
      open.push(row);
      return true;
    };
    if (!visit(displaced)) return std::nullopt;
    while (!open.empty()) {
      const std::size_t row = open.front();
      open.pop();
      for (const Arc& arc : arcs_[row]) {
        if (!tight(row, arc)) continue;
        if (arc.column == freed) {
          std::vector<Move> moves{{row, freed}};
          for (std::size_t at = row; at != displaced; at = came[at].row) moves.push_back(came[at]);
          return moves;
        }
        const std::size_t owner = row_of_[arc.column];
        if (owner != row && visit(owner)) came[owner] = {row, arc.column};
      }
    }
    return std::nullopt;
  }

  bool has_alternative(std::size_t row) const {
    return std::any_of(arcs_[row].begin(), arcs_[row].end(), [&](const Arc& arc) {
      if (arc.column == column_of_[row] || !tight(row, arc)) return false;
      return exchange(row_of_[arc.column], column_of_[row], 0).has_value();
    });
  }

  void prefer_first_column(std::size_t row) {
    for (const Arc& arc : arcs_[row]) {
      if (arc.column == column_of_[row]) return;
      if (!tight(row, arc)) continue;
      const auto moves = exchange(row_of_[arc.column], column_of_[row], row + 1);
      if (!moves) continue;
      column_of_[row] = arc.column;
      row_of_[arc.column] = row;
      for (const auto& [moved, column] : *moves) {
        column_of_[moved] = column;
        row_of_[column] = moved;
      }
      return;
    }
  }

  std::size_t rows_;
  std::size_t size_;
  std::vector<std::vector<Arc>> arcs_;  // by column
  std::vector<Cost> row_dual_;
  std::vector<Cost> column_dual_;
  std::vector<std::size_t> column_of_;
  std::vector<std::size_t> row_of_;
};

}  // namespace

Cost& Cost::operator+=(const Cost& other) {
  pairs += other.pairs;
  in_order += other.in_order;
  squares += other.squares;
  return *this;
}

Cost& Cost::operator-=(const Cost& other) {
  pairs -= other.pairs;
  in_order -= other.in_order;
  squares -= other.squares;
  return *this;
}

Assignment assign(std::size_t rows, std::size_t columns, std::span<const Edge> edges) {
  Solver solver(rows, columns, edges);
  solver.solve();
  return solver.take(columns);
}

}  // namespace cxrval::match
