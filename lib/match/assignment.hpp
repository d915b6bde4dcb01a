// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace cxrval::match {

// What a pairing costs, compared from the first number on. Sums of whole numbers: nothing is rounded.
struct Cost {
  std::int64_t pairs = 0;     // -1 a pair: more pairs are better
  std::int64_t in_order = 0;  // -1 a pair whose report is not earlier than its study
  std::int64_t squares = 0;   // the squared lags

  friend auto operator<=>(const Cost&, const Cost&) = default;
  Cost& operator+=(const Cost& other) {
    return *this = {pairs + other.pairs, in_order + other.in_order, squares + other.squares};
  }
  Cost& operator-=(const Cost& other) {
    return *this = {pairs - other.pairs, in_order - other.in_order, squares - other.squares};
  }
  friend Cost operator+(Cost left, const Cost& right) { return left += right; }
  friend Cost operator-(Cost left, const Cost& right) { return left -= right; }
};

struct Edge {
  std::size_t row = 0;
  std::size_t column = 0;
  Cost cost;
};

struct Problem {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::span<const Edge> edges;  // each costs less than Cost{} (no pair); at most one of a row and a column
};

struct Assignment {
  std::vector<std::optional<std::size_t>> column_of_row;
  // Rows for which another assignment of the same cost has another column (or none): only the order of ids decided.
  std::vector<bool> tied;

  // The same as a perfect assignment of rows + columns rows to as many columns: row i may take its own empty column
  // columns + i, column j its own empty row rows + j, and the empty row of j may take the empty column of i where
  // (i, j) is an edge, all at no cost. The duals prove it: no arc costs less than the sum of its two, none that is
  // taken costs more.
  std::vector<std::size_t> square;  // the column of each row
  std::vector<Cost> row_dual;
  std::vector<Cost> column_dual;
};

// The one-to-one assignment of the smallest total cost. Among equals it is the one in which row 0 has the smallest
// column it can have, then row 1, and so on; having none comes last.
// Exact: successive shortest paths, then exchanges along edges without slack. O(n E log E) for n rows and columns; a
// search costs what it looks at, so that many rows with the same few columns take O(E log E).
// Keeps its memory from call to call; what is returned is valid until the next.
class Assigner {
 public:
  Assigner();
  ~Assigner();
  Assigner(Assigner&&) noexcept;
  Assigner& operator=(Assigner&&) noexcept;
  const Assignment& solve(const Problem& problem);

 private:
  class Solver;
  std::unique_ptr<Solver> solver_;
};

// The same, once.
Assignment assign(std::size_t rows, std::size_t columns, std::span<const Edge> edges);

}  // namespace cxrval::match
