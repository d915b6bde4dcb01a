// SPDX-License-Identifier: Apache-2.0
#include "path_list.hpp"

#include "base/error.hpp"

#include <poll.h>
#include <unistd.h>
#include <array>
#include <cstddef>

namespace cxrval::cxr_infer {
namespace {

using namespace std::chrono_literals;

constexpr PathList::Wait between_looks = 100ms;
constexpr std::size_t longest_line = std::size_t{1} << 16;

}  // namespace

std::optional<std::string> PathList::line() {
  const std::size_t end = text_.find('\n');
  if (end == std::string::npos) return std::nullopt;
  std::string path = text_.substr(0, end);
  text_.erase(0, end + 1);
  return path;
}

bool PathList::is_silent() {
  if (!longest_) return false;
  pollfd input{STDIN_FILENO, POLLIN, 0};
  const auto began = std::chrono::steady_clock::now();
  while (!stopped_) {
    if (::poll(&input, 1, static_cast<int>(between_looks.count())) != 0) return false;
    if (!silence_is_told_ && std::chrono::steady_clock::now() - began >= *longest_) {
      silence_is_told_ = true;
      return true;
    }
  }
  return false;
}

std::optional<std::string> PathList::next() {
  while (true) {
    if (auto path = line()) {
      if (path->empty()) continue;
      silence_is_told_ = false;
      return *path == "-" ? "./-" : std::move(*path);
    }
    if (text_.size() > longest_line) throw base::Error({source_->name()}, "a line of it is no path");
    if (is_silent()) return "";
    if (stopped_) return std::nullopt;
    std::array<char, 4096> block;
    const std::size_t count = source_->read(block.data(), block.size());
    text_.append(block.data(), count);
    if (count == 0 && text_.empty()) return std::nullopt;
    if (count == 0) throw base::Error({source_->name()}, "the list of paths does not end in a line end");
  }
}

}  // namespace cxrval::cxr_infer
