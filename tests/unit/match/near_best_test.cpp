// SPDX-License-Identifier: Apache-2.0
#include "match/near_best.hpp"

#include "catch.hpp"
#include "slow.hpp"

#include <algorithm>
#include <numeric>
#include <random>
#include <tuple>
#include <vector>

using namespace cxrval::match;

namespace {

Cost total(std::int64_t pairs, std::int64_t squares) {
  return {-pairs, -pairs, squares};
}

// Lags in steps of ten minutes.
slow::Lags random_lags(std::mt19937& random, std::size_t rows, std::size_t columns, std::uint32_t largest) {
  slow::Lags lags(rows, std::vector<std::optional<std::int64_t>>(columns));
  const std::uint32_t density = 1 + static_cast<std::uint32_t>(random() % 4);
  for (auto& row : lags) {
    for (auto& lag : row) {
      if (random() % 4 < density)
        lag = 600 * (static_cast<std::int64_t>(random() % (2 * largest + 1)) - static_cast<std::int64_t>(largest));
    }
  }
  return lags;
}

std::vector<Edge> edges_of(const slow::Lags& lags) {
  std::vector<Edge> edges;
  for (std::size_t row = 0; row < lags.size(); ++row) {
    for (std::size_t column = 0; column < lags[row].size(); ++column) {
      const auto lag = lags[row][column];
      if (lag) edges.push_back({row, column, {-1, 0, *lag * *lag}});
    }
  }
  return edges;
}

}  // namespace

TEST_CASE("the bound on the squares is exact where the root mean square is a whole number") {
  CHECK(largest_near_best_squares(total(1, 600 * 600), 3600) == 4200 * 4200);
  CHECK(largest_near_best_squares(total(2, 2 * 600 * 600), 600) == 2 * 1200 * 1200);
  CHECK(largest_near_best_squares(total(1, 0), 3600) == 3600 * 3600);
  CHECK(largest_near_best_squares(total(3, 12345), 0) == 12345);
}

TEST_CASE("the bound on the squares is rounded down between whole numbers") {
  // 2 + 2 + sqrt(16) = 8 for the squares 2 of two pairs and one second; 3 + 2 + sqrt(24) = 9.9 for 3.
  CHECK(largest_near_best_squares(total(2, 2), 1) == 8);
  CHECK(largest_near_best_squares(total(2, 3), 1) == 9);
}

TEST_CASE("the bound on the squares neither overflows nor loses a second at the largest lags there are") {
  const std::int64_t longest = 8784 * 3600;
  CHECK(largest_near_best_squares(total(500, 500 * longest * longest), longest) == 4 * 500 * longest * longest);
  CHECK(largest_near_best_squares(total(500, 500 * longest * longest), INT64_MAX) == 4 * 500 * longest * longest);
  CHECK(largest_near_best_squares(total(500, 500 * longest * longest), -1) == 500 * longest * longest);
  // (longest + 1)^2 and one less, which no double tells apart in the end of the sum of 500 pairs.
  CHECK(largest_near_best_squares(total(1, longest * longest), 1) == (longest + 1) * (longest + 1));
  CHECK(largest_near_best_squares(total(1, longest * longest - 1), 1) == (longest + 1) * (longest + 1) - 2);
}

TEST_CASE("the bound on the squares is the largest whole number that the definition allows, for any size of numbers") {
  __extension__ typedef unsigned __int128 Wide;
  std::mt19937_64 random(5);
  const std::int64_t longest = 8784 * 3600;
  for (int round = 0; round < 20'000; ++round) {
    const std::int64_t pairs = 1 + static_cast<std::int64_t>(random() % 500);
    const std::int64_t lag = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(longest + 1));
    const std::int64_t seconds = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(longest + 1));
    const std::int64_t squares = std::max<std::int64_t>(pairs * lag * lag - static_cast<std::int64_t>(random() % 3), 0);
    const std::int64_t beyond =
        largest_near_best_squares(total(pairs, squares), seconds) - squares - pairs * seconds * seconds;
    const auto wide = [](std::int64_t n) { return static_cast<Wide>(n); };
    const Wide radicand = 4 * wide(seconds) * wide(seconds) * wide(pairs) * wide(squares);
    INFO("round " << round);
    REQUIRE(wide(beyond) * wide(beyond) <= radicand);
    REQUIRE(wide(beyond + 1) * wide(beyond + 1) > radicand);
  }
  CHECK(largest_near_best_squares(total(1, longest * longest - 1), longest) == 4 * longest * longest - 3);
}

TEST_CASE("an edge is marked just when some near-best pairing has it, on thousands of small problems") {
  std::mt19937 random(11);
  NearBestSearch search;
  Assigner assigner;
  std::size_t beyond_the_best = 0;
  for (int round = 0; round < 6000; ++round) {
    const std::size_t rows = 1 + random() % 5, columns = 1 + random() % 5;
    const std::uint32_t largest = std::vector<std::uint32_t>{1, 6, 36, 144}[random() % 4];
    const std::int64_t seconds = std::vector<std::int64_t>{0, 600, 3600, 36'000}[random() % 4];
    const slow::Lags lags = random_lags(random, rows, columns, largest);
    std::vector<std::size_t> all(rows);
    std::iota(all.begin(), all.end(), std::size_t{0});
    const slow::Best expected = slow::best_one_to_one(lags, all, seconds);
    const std::vector<Edge> edges = edges_of(lags);
    const Problem problem{rows, columns, edges};
    const std::int64_t most =
        largest_near_best_squares({std::get<0>(expected.score), 0, std::get<2>(expected.score)}, seconds);
    const std::vector<bool>& near = search.search(problem, assigner.solve(problem), most);
    REQUIRE(near.size() == edges.size());
    slow::Links found;
    for (std::size_t i = 0; i < edges.size(); ++i) {
      if (near[i]) found.emplace(edges[i].row, edges[i].column);
    }
    INFO("round " << round);
    REQUIRE(found == expected.near_best);
    beyond_the_best += found.size() > expected.links.size();
  }
  CHECK(beyond_the_best > 1000);
}
