// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "deid/key.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace cxrval::cli {

// How paths are shown in messages, tables and run records: as they are, or hashed under --redact-paths and
// --pseudonymize, by the same function of the key.
class PathNames {
 public:
  PathNames() = default;
  // The key is the whole of the file. Throws Error when it cannot be read or is empty.
  explicit PathNames(const std::string& key_file);
  explicit PathNames(deid::Key key) : key_(std::move(key)) {}

  bool redacts() const { return key_.has_value(); }
  // What is shown already stays as it is.
  std::string shown(const std::string& path) const;
  // The same of what stands on the command line, where options may be paths or hold them.
  std::string shown_argument(const std::string& argument) const;

 private:
  std::optional<deid::Key> key_;
};

// On one line and in UTF-8, whatever a file's name holds: control characters, and all bytes above 127 where the text is
// not UTF-8, become \xNN.
std::string one_line(std::string_view text);

}  // namespace cxrval::cli
