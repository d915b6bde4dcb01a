// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <mutex>
#include <stdexcept>

namespace cxrval::match_tool {

// Numbers that run on from part to part while several threads work on parts that were begun in order: each takes its
// turn once it knows how many numbers it needs.
class Sequence {
 public:
  // How many the parts before took. Waits for them; throws when one of them failed, whose own error comes first.
  std::uint64_t take(std::size_t part, std::uint64_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return failed_ < part || next_ == part; });
    if (failed_ < part) throw std::runtime_error("a part before this one failed");
    const std::uint64_t before = taken_;
    taken_ += count;
    ++next_;
    lock.unlock();
    changed_.notify_all();
    return before;
  }

  void fail(std::size_t part) {
    {
      const std::lock_guard lock(mutex_);
      failed_ = std::min(failed_, part);
    }
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t next_ = 0;
  std::uint64_t taken_ = 0;
  std::size_t failed_ = std::numeric_limits<std::size_t>::max();  // the first
};

}  // namespace cxrval::match_tool
