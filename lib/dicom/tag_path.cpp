// SPDX-License-Identifier: Apache-2.0
#include "dicom/tag_path.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "dicom/dictionary.hpp"

#include <charconv>
#include <optional>

namespace cxrval::dicom {
namespace {

using base::UsageError;

std::optional<std::uint16_t> hexadecimal(std::string_view digits) {
  std::uint16_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, 16);
  if (digits.size() != 4 || error != std::errc() || stop != end) return std::nullopt;
  return value;
}

DictionaryEntry entry_of(std::string_view text) {
  if (text.size() == 9 && text[4] == ',') {
    const auto group = hexadecimal(text.substr(0, 4));
    const auto element = hexadecimal(text.substr(5));
    if (group && element) return find_tag(static_cast<std::uint32_t>(*group) << 16 | *element);
  }
  const std::optional<DictionaryEntry> found = find_keyword(text);
  if (!found) {
    throw UsageError(std::string(text) + " is no keyword of the DICOM dictionary and not GGGG,EEEE");
  }
  return *found;
}

// The number in SEQUENCE[N], taken off the text; 1 without.
std::size_t take_item_number(std::string_view& text) {
  if (!text.ends_with(']')) return 1;
  const std::size_t bracket = text.find('[');
  const std::string_view digits =
      bracket == std::string_view::npos ? "" : text.substr(bracket + 1, text.size() - bracket - 2);
  const auto number = base::parse_integer<std::uint32_t>(digits);
  if (!number || *number == 0) throw UsageError("an item is chosen by its number from 1, as in SEQUENCE[2].TAG");
  text = text.substr(0, bracket);
  return *number;
}

std::string_view without_blanks(std::string_view line) {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t first = line.find_first_not_of(blanks);
  return first == std::string_view::npos ? std::string_view()
                                         : line.substr(first, line.find_last_not_of(blanks) - first + 1);
}

}  // namespace

TagPath parse_tag_path(std::string_view text) {
  TagPath path;
  const std::size_t equals = text.find('=');
  if (equals == 0) throw UsageError("a column needs a name before =");
  path.name = std::string(text.substr(0, equals));
  std::string_view rest = equals == std::string_view::npos ? text : text.substr(equals + 1);
  while (true) {
    const std::size_t dot = rest.find('.');
    std::string_view part = rest.substr(0, dot);
    const bool last = dot == std::string_view::npos;
    const std::size_t item = last ? 1 : take_item_number(part);
    const DictionaryEntry entry = entry_of(part);
    if (entry.tag >> 16 == 0x0002) throw UsageError("group 0002 is not part of the data set");
    if (last) {
      path.tag = entry.tag;
      path.vr = entry.vr;
      return path;
    }
    path.above.push_back({entry.tag, item - 1});
    rest.remove_prefix(dot + 1);
  }
}

std::vector<TagPath> parse_tag_list(std::string_view text, const std::string& file) {
  std::vector<TagPath> paths;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = without_blanks(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line.starts_with('#')) continue;
    try {
      paths.push_back(parse_tag_path(line));
    } catch (const UsageError& error) {
      throw base::Error({file, number}, error.reason());
    }
  }
  return paths;
}

std::vector<TagPath> read_tag_list(base::ByteSource& source) {
  constexpr std::size_t largest_file = std::size_t{1} << 20;
  return parse_tag_list(base::read_all(source, largest_file), source.name());
}

}  // namespace cxrval::dicom
