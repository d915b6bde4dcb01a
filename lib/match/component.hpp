// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "match/assignment.hpp"
#include "match/near_best.hpp"
#include "match/pairings.hpp"
#include "match/records.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cxrval::match {

// Pairs the records of one component by every pairing. Keeps its memory from call to call.
class ComponentSolver {
 public:
  // `possible` by study, then report, here and below. What is returned has one entry for each and is valid until the
  // next call.
  const std::vector<Mark>& one_to_one(std::span<const Possible> possible);
  // Fills marks and near_best.
  void solve(std::span<const Possible> possible, std::int64_t near_best_seconds);

  const std::vector<Mark>& marks(Pairing pairing) const { return marks_[static_cast<std::size_t>(pairing)]; }
  const std::vector<bool>& near_best() const { return near_best_; }
  bool ambiguous() const { return ambiguous_; }

 private:
  void build(std::span<const Possible> possible);
  // Takes the order out of the edges' costs, which then are of no other use.
  void search_near_best(std::int64_t seconds);

  std::vector<std::uint32_t> rows_;     // studies, ascending
  std::vector<std::uint32_t> columns_;  // reports, ascending
  std::vector<Edge> edges_;
  Assigner assigner_;
  Assigner by_lag_;
  const Assignment* assignment_ = nullptr;
  NearBestSearch search_;
  SimplePairings simple_;
  std::array<std::vector<Mark>, pairings> marks_;
  std::vector<bool> near_best_;
  bool ambiguous_ = false;
};

}  // namespace cxrval::match
