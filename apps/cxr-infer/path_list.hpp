// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace cxrval::cxr_infer {

// Paths, one a line, as they come from standard input, which may be a pipe that goes on for weeks, or from a file.
class PathList {
 public:
  // The longest silence of a live pipe before next() says so.
  using Wait = std::chrono::milliseconds;

  explicit PathList(std::unique_ptr<base::ByteSource> source) : source_(std::move(source)) {}
  // `source` is standard input.
  PathList(std::unique_ptr<base::ByteSource> source, Wait longest) : source_(std::move(source)), longest_(longest) {}

  // The next path as a file's (`-` is ./-), an empty text when the pipe was silent for the longest wait since the last
  // path, once, or nothing at the end. Throws Error for a list that does not end in a line end and for a line longer
  // than any path.
  std::optional<std::string> next();
  // Ends the list, also for a next() of another thread that waits for a live pipe.
  void stop() { stopped_ = true; }

 private:
  // Waits for a live pipe to say something, or to have been silent for so long that it has to be told.
  bool is_silent();
  std::optional<std::string> line();

  std::unique_ptr<base::ByteSource> source_;
  std::optional<Wait> longest_;
  std::string text_;  // read and not given yet
  bool silence_is_told_ = true;
  std::atomic<bool> stopped_ = false;
};

}  // namespace cxrval::cxr_infer
