// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace cxrval::his {

// What stands at a < of raw bytes, without parsing the document around it.
struct RawTag {
  bool is_end = false;
  std::string_view name;  // the local name; empty when it is no tag
};

constexpr std::size_t raw_name_limit = 1024;  // a longer name is none that is looked for
constexpr std::size_t raw_tag_limit = std::size_t{64} << 10;

// Reads a tag's name where `text` begins with <. The name needs raw_name_limit bytes behind the <, or the end of the
// file.
RawTag raw_tag(std::string_view text);

// Offsets of the > that ends the tag `text` begins with, quoted values passed over; npos when a < or the end of the
// text comes first, for no tag holds a <.
std::size_t end_of_raw_tag(std::string_view text);

}  // namespace cxrval::his
