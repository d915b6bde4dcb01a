// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace cxrval::cli {

// Which files a run reads and writes, so that none is both, and none written twice: `-o` naming an input would destroy
// it. Files are told by device and inode, those that do not exist yet by their path. Devices and pipes do not count.
class FileClaims {
 public:
  // All throw UsageError for a file that is claimed otherwise.
  void read(const std::string& path);
  void write(const std::string& path);
  // read() for one of any number of files: not remembered, so it must come after the outputs.
  void check_not_written(const std::string& path) const;

 private:
  using Id = std::pair<dev_t, ino_t>;

  // Of a file that is no output; nothing for devices, pipes, standard input and what is not there.
  std::optional<Id> unwritten(const std::string& path) const;

  std::set<Id> read_;
  std::set<Id> written_;
  std::set<std::string> new_;
};

}  // namespace cxrval::cli
