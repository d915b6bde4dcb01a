// SPDX-License-Identifier: Apache-2.0
#include "cli/path_names.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "provenance/hash.hpp"
#include "table/utf8.hpp"

#include <algorithm>
#include <cctype>

namespace cxrval::cli {
namespace {

constexpr std::string_view prefix = "path-";
constexpr std::size_t digits = 16;
constexpr std::size_t longest_key = 1 << 20;

bool is_hashed(std::string_view path) {
  return path.size() == prefix.size() + digits && path.starts_with(prefix) &&
         std::all_of(path.begin() + prefix.size(), path.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
}

}  // namespace

PathNames::PathNames(const std::string& key_file) {
  if (key_file.empty()) return;
  key_ = base::read_all(*base::open_source(key_file), longest_key);
  if (key_.empty()) throw base::Error({key_file}, "empty; a key is needed");
}

std::string PathNames::shown(const std::string& path) const {
  if (!redacts() || path == "-" || path == "stdin" || path == "stdout" || is_hashed(path)) return one_line(path);
  return std::string(prefix) + provenance::keyed_hash(key_, path).substr(0, digits);
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
