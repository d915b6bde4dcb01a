// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/media_type.hpp"

#include "dicomweb/header_text.hpp"

#include <algorithm>
#include <cstddef>

namespace cxrval::dicomweb {
namespace {

// Takes a value from the front of the text, up to its semicolon or the end.
std::optional<std::string> take_value(std::string_view& text) {
  std::string value;
  if (!text.starts_with('"')) {
    const std::size_t end = text.find(';');
    value = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end, text.size()));
    if (value.empty() || value.find_first_of(" \t\"") != std::string::npos) return std::nullopt;
    return value;
  }
  text.remove_prefix(1);
  while (!text.empty() && text.front() != '"') {
    if (text.front() == '\\' && text.size() > 1) text.remove_prefix(1);
    value += text.front();
    text.remove_prefix(1);
  }
  if (text.empty()) return std::nullopt;
  text.remove_prefix(1);
  text = trimmed(text);
  if (!text.empty() && text.front() != ';') return std::nullopt;
  return value;
}

}  // namespace

const std::string* MediaType::find(std::string_view name) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const auto& parameter) { return parameter.first == name; });
  return found == parameters.end() ? nullptr : &found->second;
}

std::optional<MediaType> parse_media_type(std::string_view text) {
  const std::size_t end = text.find(';');
  MediaType result{lower(trimmed(text.substr(0, end))), {}};
  if (result.type.empty() || result.type.find('/') == std::string::npos) return std::nullopt;
  text.remove_prefix(std::min(end, text.size()));
  while (!text.empty()) {
    text = trimmed(text.substr(1));
    if (text.empty()) break;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string_view name = trimmed(text.substr(0, equals));
    if (name.empty() || name.find(';') != std::string_view::npos) return std::nullopt;
    text = trimmed(text.substr(equals + 1));
    std::optional<std::string> value = take_value(text);
    if (!value) return std::nullopt;
    result.parameters.emplace_back(lower(name), std::move(*value));
  }
  return result;
}

std::optional<std::string> boundary_of(const MediaType& type) {
  constexpr std::size_t longest = 70;
  const std::string* boundary = type.find("boundary");
  if (!type.type.starts_with("multipart/") || boundary == nullptr) return std::nullopt;
  if (boundary->empty() || boundary->size() > longest || boundary->ends_with(' ')) return std::nullopt;
  return *boundary;
}

}  // namespace cxrval::dicomweb
