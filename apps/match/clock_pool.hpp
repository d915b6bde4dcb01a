// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "match/clocks.hpp"
#include "match/lag_histogram.hpp"

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace cxrval::match_tool {

// What the lags say, counted: by device, and of all pairs.
struct LagTally {
  match::ClockTally clocks;
  match::LagHistogram pairs;
};

// A tally for each thread at work: they are too large for one a part, and their sum does not depend on who counted.
class ClockPool {
 public:
  std::unique_ptr<LagTally> borrow() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return std::make_unique<LagTally>();
    auto tally = std::move(free_.back());
    free_.pop_back();
    return tally;
  }
  void give_back(std::unique_ptr<LagTally> tally) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(tally));
  }

  // When nobody has any.
  LagTally total() const {
    LagTally all;
    for (const auto& tally : free_) {
      all.clocks.merge(tally->clocks);
      all.pairs.add(tally->pairs);
    }
    return all;
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<LagTally>> free_;
};

}  // namespace cxrval::match_tool
