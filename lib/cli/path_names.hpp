// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cxrval::cli {

// How paths are shown in messages, tables and run records: as they are, or hashed under --redact-paths.
class PathNames {
 public:
  PathNames() = default;
  // The key is the whole of the file. Throws Error when it cannot be read or is empty.
  explicit PathNames(const std::string& key_file);

  bool redacts() const { return !key_.empty(); }
  // What is shown already stays as it is.
  std::string shown(const std::string& path) const;

 private:
  std::string key_;
};

// On one line and in UTF-8, whatever a file's name holds: control characters, and all bytes above 127 where the text is
// not UTF-8, become \xNN.
std::string one_line(std::string_view text);

}  // namespace cxrval::cli
