// SPDX-License-Identifier: Apache-2.0
#include "cli/path_names.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "table/utf8.hpp"

namespace cxrval::cli {
PathNames::PathNames(const std::string& key_file) {
  if (key_file.empty()) return;
  const std::string bytes = base::read_all(*base::open_source(key_file), deid::Key::longest);
  if (bytes.empty()) throw base::Error({key_file}, "empty; a key is needed");
  key_.emplace(bytes);
}

std::string PathNames::shown(const std::string& path) const {
  if (!redacts() || path == "-" || path == "stdout" || deid::is_hashed_path(path)) return one_line(path);
  return key_->path(path);
}

std::string PathNames::shown_argument(const std::string& argument) const {
  const std::size_t equals = argument.find('=');
  if (!argument.starts_with('-') || argument == "-") return shown(argument);
  if (!redacts()) return one_line(argument);
  if (!argument.starts_with("--")) {
    return argument.substr(0, 2) + (argument.size() > 2 ? shown(argument.substr(2)) : "");
  }
  if (equals == std::string::npos) return one_line(argument);
  return argument.substr(0, equals + 1) + shown(argument.substr(equals + 1));
}

std::string one_line(std::string_view text) {
  static constexpr char hexadecimal[] = "0123456789abcdef";
  const bool utf8 = table::valid_utf8(text);
  std::string line;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !utf8)) {
      line += {'\\', 'x', hexadecimal[byte >> 4], hexadecimal[byte & 15]};
    } else {
      line += c;
    }
  }
  return line;
}

}  // namespace cxrval::cli
