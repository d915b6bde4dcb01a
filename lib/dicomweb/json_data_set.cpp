// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/json_data_set.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace cxrval::dicomweb {
namespace {

using nlohmann::json;

constexpr int deepest = 8;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view padding(" \0", 2);
  const std::size_t first = text.find_first_not_of(padding);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(padding) - first + 1);
}

std::optional<std::uint32_t> tag_of(std::string_view name) {
  constexpr std::size_t digits = 8;
  if (name.size() != digits) return std::nullopt;
  std::uint32_t tag = 0;
  for (const char c : name) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    tag = tag << 4 | static_cast<std::uint32_t>(digit);
  }
  return tag;
}

std::string text_of(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number()) return value.dump();
  if (value.is_object()) {
    const auto name = value.find("Alphabetic");
    if (name != value.end() && name->is_string()) return name->get<std::string>();
  }
  return {};
}

JsonDataSet data_set_of(const json& object, int depth);

JsonDataSet::Attribute attribute_of(const json& member, int depth) {
  JsonDataSet::Attribute attribute;
  const auto values = member.find("Value");
  if (values == member.end() || !values->is_array()) return attribute;
  const auto vr = member.find("vr");
  if (vr != member.end() && *vr == "SQ") {
    for (const json& item : *values) {
      if (item.is_object() && depth < deepest) attribute.items.push_back(data_set_of(item, depth + 1));
    }
    return attribute;
  }
  bool first = true;
  for (const json& value : *values) {
    if (!first) attribute.text += '\\';
    attribute.text += text_of(value);
    first = false;
  }
  attribute.text = std::string(trimmed(attribute.text));
  return attribute;
}

JsonDataSet data_set_of(const json& object, int depth) {
  JsonDataSet result;
  for (const auto& [name, member] : object.items()) {
    const std::optional<std::uint32_t> tag = tag_of(name);
    if (tag && member.is_object()) result.set(*tag, attribute_of(member, depth));
  }
  return result;
}

// A text of a few megabytes can be gigabytes of empty lists, or nested without end.
bool is_bounded(std::string_view text) {
  constexpr std::size_t most_values = 4'000'000;
  constexpr std::size_t most_depth = 64;
  std::size_t values = 0;
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
      ++values;
    } else if (c == '}' || c == ']') {
      depth -= depth > 0 ? 1 : 0;
    } else if (c == ',') {
      ++values;
    }
    if (values > most_values || depth > most_depth) return false;
  }
  return true;
}

base::Place place_of(std::string_view text, std::size_t byte, const std::string& shown) {
  const std::string_view before = text.substr(0, std::min(byte, text.size()));
  const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  const std::size_t start = before.rfind('\n');
  return {shown, line, start == std::string_view::npos ? before.size() : before.size() - start - 1};
}

}  // namespace

std::optional<std::string_view> JsonDataSet::text(std::uint32_t tag) const {
  const auto found = attributes_.find(tag);
  if (found == attributes_.end()) return std::nullopt;
  return found->second.text;
}

const std::vector<JsonDataSet>& JsonDataSet::items(std::uint32_t tag) const {
  static const std::vector<JsonDataSet> none;
  const auto found = attributes_.find(tag);
  return found == attributes_.end() ? none : found->second.items;
}

void JsonDataSet::add(const JsonDataSet& other) {
  attributes_.insert(other.attributes_.begin(), other.attributes_.end());
}

base::Result<std::vector<JsonDataSet>> parse_data_sets(std::string_view text, const std::string& shown) {
  std::vector<JsonDataSet> all;
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return all;
  if (!is_bounded(text)) return base::fault({shown, 1, 1}, "is nested too deeply or has too many values");
  json document;
  try {
    document = json::parse(text);
  } catch (const json::parse_error& error) {
    return base::fault(place_of(text, error.byte, shown), "is no JSON");
  } catch (const json::exception&) {  // a number beyond any type
    return base::fault({shown, 1, 1}, "is no JSON");
  }
  if (document.is_object()) document = json::array({std::move(document)});
  const bool is_list = document.is_array() &&
                       std::all_of(document.begin(), document.end(), [](const json& item) { return item.is_object(); });
  if (!is_list) return base::fault({shown, 1, 1}, "is no list of data sets");
  for (const json& object : document) all.push_back(data_set_of(object, 1));
  return all;
}

}  // namespace cxrval::dicomweb
