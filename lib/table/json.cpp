// SPDX-License-Identifier: Apache-2.0
#include "table/json.hpp"

#include <simdjson.h>

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
  static constexpr char hex[] = "0123456789abcdef";
  line += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      line += '\\';
      line += c;
    } else if (c == '\n') {
      line += "\\n";
    } else if (c == '\r') {
      line += "\\r";
    } else if (c == '\t') {
      line += "\\t";
    } else if (byte < 0x20 || byte == 0x7f) {
      line += "\\u00";
      line += hex[byte >> 4];
      line += hex[byte & 15];
    } else {
      line += c;
    }
  }
  line += '"';
}

}  // namespace cxrval::table
