// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "match/assignment.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace cxrval::match {

// Components of more possible pairs than this are not searched for near-best pairings.
inline constexpr std::size_t most_near_best_pairs = 10'000;

// A pairing is near the best when it has as many pairs (k) and sqrt(C / k) <= sqrt(C* / k) + t for its sum of squares
// C, the best one's C* and t seconds; how many of its pairs are in order does not matter, for a clock that is a few
// minutes wrong decides that. That is C <= C* + k t^2 + sqrt(4 t^2 k C*), and since C is
// whole, C <= the whole part of the right side, which is what this returns: exact, in integers.
// No lag is above 8784 hours (parse_window), so a larger t is cut to that and means any.
std::int64_t largest_near_best_squares(const Cost& best, std::int64_t seconds);

// Finds the edges that are in some near-best pairing: from each row (or column, if there are fewer) the costs of all
// alternating paths by Dijkstra on what the duals leave of the costs give, edge by edge, the smallest cost of a pairing
// with it. O(min(rows, columns) E log E). Keeps its memory from call to call.
class NearBestSearch {
 public:
  NearBestSearch();
  ~NearBestSearch();
  NearBestSearch(NearBestSearch&&) noexcept;
  NearBestSearch& operator=(NearBestSearch&&) noexcept;

  // Whether an assignment has the edge that has as many pairs as `cheapest`, which is the assignment of `problem`, and
  // at most so many squares: one entry an edge, valid until the next call. All edges' costs have the same in_order.
  const std::vector<bool>& search(const Problem& problem, const Assignment& cheapest, std::int64_t most_squares);

 private:
  class Search;
  std::unique_ptr<Search> search_;
};

}  // namespace cxrval::match
