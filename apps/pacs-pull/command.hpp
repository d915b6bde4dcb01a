// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace cxrval::pacs_pull {

// A program that is run for each image, without a shell.
class Command {
 public:
  // Words parted by blanks, of which {} stands for the image's path. Throws UsageError when there is no program or no
  // {}.
  explicit Command(const std::string& text);

  // Its standard input is empty, and its standard output goes to standard error, because ours is the list of paths.
  // Runs it and waits for its end; true when it ended with 0. Throws Error when the program cannot be started.
  bool run(const std::string& path) const;

 private:
  std::vector<std::string> words_;
};

}  // namespace cxrval::pacs_pull
