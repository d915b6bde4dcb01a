// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace cxrval::report {

// A run of text that is ready for a page: whatever goes in is escaped on the way, so that nothing can be forgotten.
class Markup {
 public:
  Markup() = default;
  // Words of the program's own.
  Markup(std::string_view words);
  Markup(const std::string& words) : Markup(std::string_view(words)) {}
  Markup(const char* words) : Markup(std::string_view(words)) {}

  // Text of anyone else, such as a cell of a table: hostile until proven otherwise, its direction kept to itself.
  static Markup given(std::string_view text);
  static Markup strong(const Markup& inner);
  // A hash, an option or a command, in a face of equal widths.
  static Markup code(std::string_view text);

  Markup& operator+=(const Markup& other);
  friend Markup operator+(Markup left, const Markup& right) { return left += right; }

  bool empty() const { return html_.empty(); }
  const std::string& html() const { return html_; }

 private:
  std::string html_;
};

// `words` with {0}, {1} ... replaced, so that each language has its own order. A number without a part stands as it is.
Markup fill(std::string_view words, std::initializer_list<Markup> parts);

}  // namespace cxrval::report
