// SPDX-License-Identifier: Apache-2.0
#include "his/tags.hpp"

namespace cxrval::his {
namespace {

bool ends_name(char c) {
  return c == '>' || c == '/' || c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '<';
}

}  // namespace

RawTag raw_tag(std::string_view text) {
  RawTag tag;
  tag.is_end = text.size() > 1 && text[1] == '/';
  text.remove_prefix(tag.is_end ? 2 : 1);
  if (text.starts_with('?') || text.starts_with('!')) return tag;
  text = text.substr(0, raw_name_limit);
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == ':') begin = at + 1;
    if (!ends_name(text[at])) continue;
    if (text[at] != '<') tag.name = text.substr(begin, at - begin);
    break;
  }
  return tag;
}

std::size_t end_of_raw_tag(std::string_view text) {
  char quote = 0;
  for (std::size_t at = 1; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '<') break;
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return at;
    }
  }
  return std::string_view::npos;
}

}  // namespace cxrval::his
