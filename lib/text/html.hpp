// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace cxrval::text {

// What stands at a place of HTML text.
struct Markup {
  enum class Kind { none, character, line_break, nothing };
  Kind kind = Kind::none;
  std::size_t length = 0;  // in bytes; 0 when there is no markup
  char32_t character = 0;  // what a character reference stands for
};

// Reads the markup of one text, in linear time whatever the text. Known are
// - numeric character references (&#7845; &#x1EA5; with windows-1252 for 128 to 159, as browsers read them) and the
//   named ones of HTML 4's Latin-1 set, of punctuation, arrows and signs that reports use, and of Vietnamese letters;
//   all of them end in a semicolon,
// - tags: `<` or `</`, a name of ASCII letters and digits, and all up to the next `>` outside quotes; a further `<`
//   outside quotes says that it was none,
// - comments, declarations (<!...>) and processing instructions (<?...>).
class MarkupReader {
 public:
  explicit MarkupReader(std::string_view text) : text_(text) {}

  // Calls must go forward in the text.
  Markup at(std::size_t place);

 private:
  Markup reference(std::size_t place) const;
  Markup tag(std::size_t place);
  Markup comment(std::size_t place);

  std::string_view text_;
  bool no_comment_ends_ = false;  // from here on
};

// Whether a tag or comment holds a line break.
bool markup_spans_lines(std::string_view text);

}  // namespace cxrval::text
