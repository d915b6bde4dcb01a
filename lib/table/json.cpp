// SPDX-License-Identifier: Apache-2.0
#include "table/json.hpp"

#include "table/scan.hpp"

#include <simdjson.h>
#include <cstdint>
#include <cstring>

namespace cxrval::table {
namespace {

namespace ondemand = simdjson::ondemand;

std::string trimmed(std::string_view token) {
  const std::size_t end = token.find_last_not_of(" \t\r\n");
  return std::string(token.substr(0, end == std::string_view::npos ? 0 : end + 1));
}

// True when the value was read into `text`; simdjson's own exceptions are left to the caller.
bool read_value(ondemand::value value, std::string& text) {
  switch (value.type()) {
    case ondemand::json_type::string:
      text = std::string(std::string_view(value.get_string()));
      return true;
    case ondemand::json_type::number:
      text = trimmed(value.raw_json_token());
      static_cast<void>(double(value.get_double()));  // refuses what is no number
      return true;
    case ondemand::json_type::boolean:
      text = bool(value.get_bool()) ? "true" : "false";
      return true;
    case ondemand::json_type::null:
      text.clear();
      return true;
    default:
      return false;
  }
}

bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte != 0x7f && c != '"' && c != '\\';
}

// How many bytes at the front stand for themselves in a JSON string.
std::size_t plain_front(std::string_view text) {
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + i, sizeof word);
    if ((any_below(word, 0x20) | any_equal(word, 0x7f) | any_equal(word, '"') | any_equal(word, '\\')) != 0) break;
  }
  while (i < text.size() && is_plain(text[i])) ++i;
  return i;
}

void append_escaped(std::string& line, char c) {
  static constexpr char hex[] = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  line += '\\';
  if (c == '"' || c == '\\') {
    line += c;
  } else if (c == '\n') {
    line += 'n';
  } else if (c == '\r') {
    line += 'r';
  } else if (c == '\t') {
    line += 't';
  } else {
    line += "u00";
    line += hex[byte >> 4];
    line += hex[byte & 15];
  }
}

}  // namespace

struct JsonLineParser::State {
  ondemand::parser parser;
  simdjson::padded_string padded;
};

JsonLineParser::JsonLineParser() : state_(std::make_unique<State>()) {}
JsonLineParser::~JsonLineParser() = default;

const char* JsonLineParser::parse(std::string_view line, std::vector<std::pair<std::string, std::string>>& members) {
  members.clear();
  try {
    state_->padded = simdjson::padded_string(line);
    ondemand::document document = state_->parser.iterate(state_->padded);
    for (auto field : document.get_object()) {
      std::string key{std::string_view(field.unescaped_key())};
      std::string text;
      ondemand::value value = field.value();
      if (!read_value(value, text)) return "nested value in a table";
      members.emplace_back(std::move(key), std::move(text));
    }
    // Past the last value simdjson has no location to give: anything else is text behind the object.
    if (const char* rest = nullptr; document.current_location().get(rest) == simdjson::SUCCESS) {
      return "text behind the JSON object";
    }
  } catch (const simdjson::simdjson_error&) {
    return "not a JSON object";
  }
  return nullptr;
}

void append_json_string(std::string& line, std::string_view text) {
  line += '"';
  while (true) {
    const std::size_t plain = plain_front(text);
    line.append(text, 0, plain);
    if (plain == text.size()) break;
    append_escaped(line, text[plain]);
    text.remove_prefix(plain + 1);
  }
  line += '"';
}

}  // namespace cxrval::table
