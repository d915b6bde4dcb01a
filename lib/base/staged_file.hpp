// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cxrval::base {

// A file that is written at one place and put at another when it is known to be wanted. Writing and the waiting for the
// disk are apart, so that different threads can do them.
class StagedFile {
 public:
  // Makes `path` anew, mode 0600. `shown` is its name for messages. Throws Error here and below.
  StagedFile(const std::string& path, std::string shown);
  ~StagedFile();
  StagedFile(const StagedFile&) = delete;
  StagedFile& operator=(const StagedFile&) = delete;

  void write(std::string_view bytes);
  // Everything is handed to the system, which begins to write it to the disk.
  void close();

 private:
  int descriptor_;
  std::string shown_;
};

// Waits until a closed file is on the disk and moves it to `target`, whose folders are made. A file that is there
// already is replaced. After a flush of a file that was written later, the new name is on the disk as well on every
// journalling file system.
void put_staged_file(const std::string& path, const std::string& target);

}  // namespace cxrval::base
