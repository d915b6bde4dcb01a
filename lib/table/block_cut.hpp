// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace cxrval::table {

// How far the whole records reach at the front of some bytes that begin with a record.
struct BlockCut {
  std::size_t size = 0;   // bytes of them, with their line ends
  std::size_t lines = 0;  // line ends among those
  std::size_t records = 0;
  bool doubled_quotes = false;
};

// scan_width bytes behind the text must be readable.
BlockCut cut_csv(std::string_view bytes);
BlockCut cut_lines(std::string_view bytes);

}  // namespace cxrval::table
