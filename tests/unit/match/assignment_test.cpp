// SPDX-License-Identifier: Apache-2.0
#include "match/assignment.hpp"

#include "catch.hpp"

#include <map>
#include <random>
#include <set>
#include <vector>

using namespace cxrval::match;

namespace {

using Columns = std::vector<std::optional<std::size_t>>;

// All assignments, one by one.
class BruteForce {
 public:
  BruteForce(std::size_t rows, std::size_t columns, const std::vector<Edge>& edges)
      : rows_(rows), columns_(columns), current_(rows) {
    for (const Edge& edge : edges) cost_[{edge.row, edge.column}] = edge.cost;
    std::vector<bool> used(columns);
    extend(0, {}, used);
  }

  const Columns& best() const { return best_; }
  // Whether another assignment of the best cost gives the row something else.
  bool tied(std::size_t row) const { return choices_[row].size() > 1; }

 private:
  static bool before(const Columns& left, const Columns& right) {
    for (std::size_t i = 0; i < left.size(); ++i) {
      const std::size_t none = static_cast<std::size_t>(-1);
      if (left[i].value_or(none) != right[i].value_or(none)) return left[i].value_or(none) < right[i].value_or(none);
    }
    return false;
  }

  void extend(std::size_t row, Cost cost, std::vector<bool>& used) {
    if (row == rows_) {
      if (!best_cost_ || cost < *best_cost_) {
        choices_.assign(rows_, {});
        best_cost_ = cost;
        best_ = current_;
      }
      if (cost == *best_cost_) {
        if (before(current_, best_)) best_ = current_;
        for (std::size_t i = 0; i < rows_; ++i) choices_[i].insert(current_[i]);
      }
      return;
    }
    for (std::size_t column = 0; column < columns_; ++column) {
      const auto edge = cost_.find({row, column});
      if (used[column] || edge == cost_.end()) continue;
      used[column] = true;
      current_[row] = column;
      extend(row + 1, cost + edge->second, used);
      used[column] = false;
    }
    current_[row] = std::nullopt;
    extend(row + 1, cost, used);
  }

  std::size_t rows_;
  std::size_t columns_;
  std::map<std::pair<std::size_t, std::size_t>, Cost> cost_;
  Columns current_;
  Columns best_;
  std::optional<Cost> best_cost_;
  std::vector<std::set<std::optional<std::size_t>>> choices_;
};

std::vector<Edge> random_edges(std::mt19937& random, std::size_t rows, std::size_t columns, std::int64_t largest_lag) {
  std::vector<Edge> edges;
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  const std::uint32_t density = 1 + below(4);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      if (below(4) >= density) continue;
      const std::int64_t lag =
          static_cast<std::int64_t>(below(static_cast<std::uint32_t>(2 * largest_lag + 1))) - largest_lag;
      edges.push_back({row, column, {-1, lag >= 0 ? -1 : 0, lag * lag}});
    }
  }
  return edges;
}

constexpr std::size_t many = 100'000;

// Each of many rows with each of a few columns; the lag in seconds is lag(row, column).
template <class Lag>
Assignment assign_many(std::size_t columns, Lag lag) {
  std::vector<Edge> edges;
  for (std::size_t row = 0; row < many; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      const auto seconds = static_cast<std::int64_t>(lag(row, column));
      edges.push_back({row, column, {-1, -1, seconds * seconds}});
    }
  }
  return assign(many, columns, edges);
}

// Only these rows have a column, in this order.
Columns columns_of(const std::vector<std::size_t>& rows) {
  Columns columns(many);
  for (std::size_t column = 0; column < rows.size(); ++column) columns[rows[column]] = column;
  return columns;
}

std::vector<bool> only(const std::vector<std::size_t>& rows) {
  std::vector<bool> flags(many);
  for (const std::size_t row : rows) flags[row] = true;
  return flags;
}

}  // namespace

TEST_CASE("the assignment equals the best of all, ties by the order of ids, on thousands of small problems") {
  std::mt19937 random(7);
  Assigner kept;
  for (int round = 0; round < 6000; ++round) {
    const std::size_t rows = 1 + random() % 5;
    const std::size_t columns = 1 + random() % 5;
    // Small lags make many ties, large ones none.
    const std::int64_t largest = std::vector<std::int64_t>{0, 1, 3, 1000}[random() % 4];
    const std::vector<Edge> edges = random_edges(random, rows, columns, largest);
    const BruteForce slow(rows, columns, edges);
    const Assignment fast = assign(rows, columns, edges);
    INFO("round " << round);
    REQUIRE(fast.column_of_row == slow.best());
    for (std::size_t row = 0; row < rows; ++row) REQUIRE(fast.tied[row] == slow.tied(row));
    const Assignment& again = kept.solve({rows, columns, edges});
    REQUIRE(again.column_of_row == fast.column_of_row);
    REQUIRE(again.tied == fast.tied);
  }
}

TEST_CASE("more pairs win over shorter lags") {
  const auto cost = [](std::int64_t lag) { return Cost{-1, -1, lag * lag}; };
  const std::vector<Edge> edges{{0, 0, cost(1)}, {0, 1, cost(1000)}, {1, 0, cost(1000)}};
  CHECK(assign(2, 2, edges).column_of_row == Columns{1, 0});
}

TEST_CASE("of equal numbers of pairs the one with more reports in order wins") {
  const std::vector<Edge> edges{{0, 0, {-1, 0, 1}}, {0, 1, {-1, -1, 10'000}}};
  CHECK(assign(1, 2, edges).column_of_row == Columns{1});
}

TEST_CASE("nothing to assign is assigned") {
  CHECK(assign(0, 0, {}).column_of_row.empty());
  CHECK(assign(2, 1, {}).column_of_row == Columns{std::nullopt, std::nullopt});
  CHECK(assign(2, 1, {}).tied == std::vector<bool>{false, false});
}

TEST_CASE("two hundred records in the same minute are assigned in the order of ids") {
  std::vector<Edge> edges;
  for (std::size_t row = 0; row < 200; ++row) {
    for (std::size_t column = 0; column < 200; ++column) edges.push_back({row, column, {-1, -1, 0}});
  }
  const Assignment found = assign(200, 200, edges);
  for (std::size_t row = 0; row < 200; ++row) {
    REQUIRE(found.column_of_row[row] == row);
    REQUIRE(found.tied[row]);
  }
}

TEST_CASE("of a hundred thousand rows for one column the nearest has it, of equals the first") {
  const Assignment rising = assign_many(1, [](std::size_t row, std::size_t) { return row; });
  CHECK((rising.column_of_row == columns_of({0})));
  CHECK((rising.tied == only({})));
  const Assignment falling = assign_many(1, [](std::size_t row, std::size_t) { return many - row; });
  CHECK((falling.column_of_row == columns_of({many - 1})));
  CHECK((falling.tied == only({})));
  const Assignment two_nearest = assign_many(
      1, [](std::size_t row, std::size_t) { return row == 40'000 || row == 70'000 ? 3 : 5 + row * 7919 % many; });
  CHECK((two_nearest.column_of_row == columns_of({40'000})));
  CHECK((two_nearest.tied == only({40'000, 70'000})));
  const Assignment same = assign_many(1, [](std::size_t, std::size_t) { return 60; });
  CHECK((same.column_of_row == columns_of({0})));
  CHECK((same.tied == std::vector<bool>(many, true)));
}

TEST_CASE("of a hundred thousand rows for two columns the nearest have them, of equals the first") {
  const Assignment falling =
      assign_many(2, [](std::size_t row, std::size_t column) { return many - row + (column == 0 ? 10 : 0); });
  // The farther column goes to the nearer row: 1^2 + 12^2 > 2^2 + 11^2.
  CHECK((falling.column_of_row == columns_of({many - 1, many - 2})));
  CHECK((falling.tied == only({})));
  const Assignment two_nearest = assign_many(2, [](std::size_t row, std::size_t column) -> std::size_t {
    if (column == 0) return row == 80'000 ? 0 : 10 + row;
    return row == 30'000 || row == 60'000 ? 2 : 10 + many - row;
  });
  CHECK((two_nearest.column_of_row == columns_of({80'000, 30'000})));
  CHECK((two_nearest.tied == only({30'000, 60'000})));
  const Assignment same = assign_many(2, [](std::size_t, std::size_t) { return 60; });
  CHECK((same.column_of_row == columns_of({0, 1})));
  CHECK((same.tied == std::vector<bool>(many, true)));
}
