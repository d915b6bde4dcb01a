// SPDX-License-Identifier: Apache-2.0
#include "report/markup.hpp"

#include "report/escape.hpp"

#include <algorithm>
#include <cstddef>

namespace cxrval::report {

Markup::Markup(std::string_view words) : html_(escape(words)) {}

// ASCII has no direction but the page's.
Markup Markup::given(std::string_view text) {
  Markup markup;
  const bool ascii = std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
  markup.html_ = ascii ? escape(text) : isolated(text);
  return markup;
}

Markup Markup::strong(const Markup& inner) {
  Markup markup;
  markup.html_ = "<strong>" + inner.html_ + "</strong>";
  return markup;
}

// A hash or a command may be broken, a name is not.
Markup Markup::code(std::string_view text) {
  constexpr std::size_t longest_name = 30;
  Markup markup;
  const bool is_long = text.size() > longest_name;
  markup.html_ = (is_long ? "<code class=\"long\">" : "<code>") + escape(text) + "</code>";
  return markup;
}

Markup& Markup::operator+=(const Markup& other) {
  html_ += other.html_;
  return *this;
}

Markup fill(std::string_view words, std::initializer_list<Markup> parts) {
  Markup filled;
  while (true) {
    const std::size_t at = words.find('{');
    filled += words.substr(0, at);
    if (at == std::string_view::npos) return filled;
    words.remove_prefix(at);
    const bool is_place = words.size() > 2 && words[1] >= '0' && words[1] <= '9' && words[2] == '}';
    const auto number = is_place ? static_cast<std::size_t>(words[1] - '0') : parts.size();
    if (number < parts.size()) {
      filled += *(parts.begin() + number);
      words.remove_prefix(3);
    } else {
      filled += words.substr(0, 1);
      words.remove_prefix(1);
    }
  }
}

}  // namespace cxrval::report
