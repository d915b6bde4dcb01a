// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace cxrval::cli {

// Says on standard error how far the work is: on a terminal one line that is rewritten at most ten times a second,
// elsewhere one plain line a minute.
class Progress {
 public:
  enum class When { automatic, always, never };

  Progress(std::string tool, When when);

  // `total` 0 is unknown.
  void show(const std::string& unit, std::size_t done, std::size_t total);
  // Clears the line, so that a message can follow.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  std::string tool_;
  bool terminal_;
  bool silent_;
  bool shown_ = false;
  Clock::time_point started_;
  Clock::time_point next_;
};

}  // namespace cxrval::cli
