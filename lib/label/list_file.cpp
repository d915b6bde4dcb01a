// SPDX-License-Identifier: Apache-2.0
#include "label/list_file.hpp"

#include "text/normalize.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::label {
namespace {

constexpr std::size_t file_limit = std::size_t{1} << 16;
constexpr std::size_t text_limit = 1000;

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string in_words(std::string_view columns) {
  std::string words(columns);
  if (const std::size_t tab = words.find('\t'); tab != std::string::npos) words.replace(tab, 1, ", a tab, ");
  return words;
}

// "no template line" for the header region<TAB>template.
ListLine parse_line(std::string_view line, const base::Place& place, std::string_view header,
                    const std::string& names) {
  const std::string what(header.substr(header.find('\t') + 1));
  const std::size_t tab = line.find('\t');
  if (tab == std::string_view::npos) {
    throw base::Error(place, "no " + what + " line; write " + names + ", a tab and the phrase");
  }
  const std::string_view text = line.substr(tab + 1);
  if (text.size() > text_limit) throw base::Error(place, what + " of more than 1000 bytes");
  if (text.find('\t') != std::string_view::npos) throw base::Error(place, "more than two columns");
  const std::string normal_form = text::normalized(text, {});
  if (text::is_blank(text)) throw base::Error(place, "empty " + what);
  if (normal_form.find('\n') != std::string::npos) throw base::Error(place, what + " with a line break");
  return {std::string(line.substr(0, tab)), std::string(text), place};
}

}  // namespace

std::vector<ListLine> read_list(base::ByteSource& source, std::string_view header, const std::string& names) {
  const std::string bytes = base::read_all(source, file_limit);
  if (!text::is_valid_utf8(bytes)) throw base::Error({source.name()}, "is not UTF-8; save the list as UTF-8");
  std::string_view rest = bytes;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  if (take_line(rest) != header) {
    const std::string what(header.substr(header.find('\t') + 1));
    throw base::Error({source.name(), 1}, "no list of " + what + "s; its first line must be " + in_words(header));
  }
  std::vector<ListLine> lines;
  for (std::size_t line = 2; !rest.empty(); ++line) {
    lines.push_back(parse_line(take_line(rest), {source.name(), line}, header, names));
  }
  return lines;
}

}  // namespace cxrval::label
