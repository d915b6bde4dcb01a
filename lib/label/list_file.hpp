// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cxrval::label {

// A line of a list that people edit: a name, a tab, a text.
struct ListLine {
  std::string name;
  std::string text;
  base::Place place;
};

// Reads such a list: UTF-8 of at most 64 KiB with LF or CR LF, a byte-order mark skipped, whose first line is `header`.
// `names` says, for messages, what the first column holds. Texts are of 1 to 1,000 bytes and not blank. Throws Error
// with its place for anything else.
std::vector<ListLine> read_list(base::ByteSource& source, std::string_view header, const std::string& names);

}  // namespace cxrval::label
