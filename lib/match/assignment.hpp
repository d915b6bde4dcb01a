// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
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
  Cost& operator+=(const Cost& other);
  Cost& operator-=(const Cost& other);
  friend Cost operator+(Cost left, const Cost& right) { return left += right; }
  friend Cost operator-(Cost left, const Cost& right) { return left -= right; }
};

struct Edge {
  std::size_t row = 0;
  std::size_t column = 0;
  Cost cost;
};

struct Assignment {
  std::vector<std::optional<std::size_t>> column_of_row;
  // Rows for which another assignment of the same cost has another column (or none): only the order of ids decided.
  std::vector<bool> tied;
};

// The one-to-one assignment of the smallest total cost. Among equals it is the one in which row 0 has the smallest
// column it can have, then row 1, and so on; having none comes last. Every edge must cost less than Cost{} (no pair).
// Exact: successive shortest paths, then exchanges along edges without slack. O(n E log E) for n rows and columns.
Assignment assign(std::size_t rows, std::size_t columns, std::span<const Edge> edges);

}  // namespace cxrval::match
