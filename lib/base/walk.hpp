// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cxrval::base {

struct WalkedFile {
  std::string path;         // opens it
  std::string shown;        // for messages and tables: relative to the input that was given
  std::uintmax_t size = 0;  // 0 of what is no regular file, such as a named pipe that was given itself
};

// The regular files at or below `path` in byte order of their relative paths, the same on every machine and locale.
// A file gives itself, shown by its own name. Hidden files (.DS_Store) are left out; links are followed, loops are an
// Error, as are folders that cannot be read.
std::vector<WalkedFile> walk(const std::string& path);

}  // namespace cxrval::base
