// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace cxrval::cli {

// Says on standard error how far the work is: on a terminal one line that is rewritten at most ten times a second,
// elsewhere one plain line a minute.
class Progress {
 public:
  enum class When { automatic, always, never };

  Progress(std::string tool, When when);

  // `total` 0 is unknown. What was done before the first call, by an earlier run, has no part in the rate.
  void show(const std::string& unit, std::size_t done, std::size_t total);
  // Clears the line, so that a message can follow.
  void clear();
  // Whether a word about the work is welcome: on a terminal, when asked for, or after a minute.
  bool is_heard() const;

 private:
  using Clock = std::chrono::steady_clock;

  std::string tool_;
  bool terminal_;
  bool silent_;
  bool always_;
  bool shown_ = false;
  std::optional<std::size_t> before_;
  Clock::time_point started_;
  Clock::time_point next_;
};

}  // namespace cxrval::cli
