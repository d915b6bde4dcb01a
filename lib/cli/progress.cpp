// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.hpp"

#include "base/number.hpp"

#include <unistd.h>
#include <cstdio>

namespace cxrval::cli {
namespace {

using namespace std::chrono_literals;

std::string duration_text(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
  return std::to_string(whole / 3600) + " h " + std::to_string(whole / 60 % 60) + " min";
}

struct Work {
  std::size_t before = 0;
  std::size_t done = 0;
  std::size_t total = 0;
};

std::string state(const std::string& unit, const Work& work, double seconds) {
  const auto [before, done, total] = work;
  std::string text = std::to_string(done);
  if (total > 0) text += " of " + std::to_string(total);
  text += ' ' + unit;
  if (done <= before || seconds <= 0) return text;
  const double rate = static_cast<double>(done - before) / seconds;
  text += ", " + base::format_fixed(rate, rate < 10 ? 1 : 0) + "/s";
  if (total > done) text += ", " + duration_text(static_cast<double>(total - done) / rate) + " left";
  return text;
}

}  // namespace

Progress::Progress(std::string tool, When when)
    : tool_(std::move(tool)),
      terminal_(when != When::never && ::isatty(STDERR_FILENO) == 1),
      silent_(when == When::never),
      always_(when == When::always),
      started_(Clock::now()),
      next_(started_ + (terminal_ ? 500ms : 60s)) {
  if (when == When::always) next_ = started_;
}

void Progress::show(const std::string& unit, std::size_t done, std::size_t total) {
  if (!before_) before_ = done > 0 ? done - 1 : 0;
  const auto now = Clock::now();
  if (silent_ || now < next_) return;
  next_ = now + (terminal_ ? 100ms : 60s);
  const std::string text =
      tool_ + ": " + state(unit, {*before_, done, total}, std::chrono::duration<double>(now - started_).count());
  const std::string line = terminal_ ? "\r\033[K" + text : text + '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);
  shown_ = terminal_;
}

bool Progress::is_heard() const {
  return !silent_ && (terminal_ || always_ || Clock::now() - started_ > 60s);
}

void Progress::clear() {
  if (!shown_) return;
  std::fputs("\r\033[K", stderr);
  shown_ = false;
}

}  // namespace cxrval::cli
