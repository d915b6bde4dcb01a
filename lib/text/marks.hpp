// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "text/letters.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace cxrval::text {

// One character on its way to the normal form, and the bytes of the original that it stands for.
struct Mark {
  char32_t character = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};
using Marks = std::vector<Mark>;

// The characters of valid UTF-8, with HTML undone or not; `changed` tells whether there was any.
void read_marks(std::string_view utf8, bool html, Marks& marks, bool& changed);

// One step each; true when it changed the text.
bool remove_ignorable(Marks& marks);
bool compose(Marks& marks, FormMemory& memory);
bool join_lines(Marks& marks);
bool tidy_blanks(Marks& marks);
bool tidy_commas(Marks& marks);

// Every line break becomes a line feed, CR LF one.
void unify_line_breaks(Marks& marks);

}  // namespace cxrval::text
