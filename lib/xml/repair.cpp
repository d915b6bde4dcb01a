// SPDX-License-Identifier: Apache-2.0
#include "xml/repair.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace cxrval::xml {
namespace {

constexpr std::size_t edit_limit = 65536;
constexpr std::size_t longest_reference = 12;  // &#x0010FFFF;

struct Section {
  std::string_view begin;
  std::string_view end;
};

constexpr std::array<Section, 3> sections = {{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}}};

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
         (static_cast<unsigned char>(c) & 0x80) != 0;
}

bool continues_name(char c) {
  return begins_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

bool is_character(std::uint32_t code) {
  if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
  return code < 0xD800 || (code > 0xDFFF && code < 0xFFFE) || (code > 0xFFFF && code < 0x110000);
}

bool is_character_number(std::string_view number) {
  const int base = number.starts_with('x') ? 16 : 10;
  if (base == 16) number.remove_prefix(1);
  std::uint32_t code = 0;
  const char* end = number.data() + number.size();
  const auto [stop, error] = std::from_chars(number.data(), end, code, base);
  return error == std::errc() && stop == end && is_character(code);
}

// The length of the reference that `text` begins with, or 0.
std::size_t length_of_reference(std::string_view text) {
  const std::size_t end = text.substr(0, longest_reference).find(';');
  if (end == std::string_view::npos) return 0;
  const std::string_view name = text.substr(1, end - 1);
  for (const std::string_view entity : {"amp", "lt", "gt", "quot", "apos"}) {
    if (name == entity) return end + 1;
  }
  return name.starts_with('#') && is_character_number(name.substr(1)) ? end + 1 : 0;
}

// Whether `text` begins with a tag: a name, and a > before the next < (XML allows no < in the values of attributes).
bool begins_tag(std::string_view text) {
  std::size_t at = text.size() > 1 && text[1] == '/' ? 2 : 1;
  if (at == text.size() || !begins_name(text[at])) return false;
  while (at < text.size() && continues_name(text[at])) ++at;
  if (at == text.size() || std::string_view(" \t\r\n/>").find(text[at]) == std::string_view::npos) return false;
  const std::size_t end = text.find_first_of("<>", at);
  return end != std::string_view::npos && text[end] == '>';
}

class Repairer {
 public:
  explicit Repairer(std::string_view document) : rest_(document) {}

  std::optional<Repaired> run() {
    while (!rest_.empty() && edits_ <= edit_limit) step();
    if (edits_ == 0 || edits_ > edit_limit) return std::nullopt;
    return std::move(result_);
  }

 private:
  void step() {
    std::size_t plain = 0;
    while (plain < rest_.size() && rest_[plain] != '<' && rest_[plain] != '&' && !is_control(rest_[plain])) ++plain;
    pass(plain);
    if (rest_.empty()) return;
    if (rest_[0] == '<') {
      open();
    } else if (rest_[0] == '&') {
      const std::size_t length = length_of_reference(rest_);
      length > 0 ? pass(length) : escape("&amp;");
    } else {
      drop();
    }
  }

  void open() {
    for (std::size_t i = 0; i < sections.size(); ++i) {
      if (!rest_.starts_with(sections[i].begin) || unfinished_[i]) continue;
      const std::size_t end = rest_.find(sections[i].end, sections[i].begin.size());
      if (end != std::string_view::npos) return pass_section(end + sections[i].end.size());
      unfinished_[i] = true;
    }
    rest_.starts_with("<!") || begins_tag(rest_) ? pass(1) : escape("&lt;");
  }

  void pass_section(std::size_t count) {
    const std::size_t left = rest_.size() - count;
    while (rest_.size() > left) {
      std::size_t plain = 0;
      while (rest_.size() - plain > left && !is_control(rest_[plain])) ++plain;
      pass(plain);
      if (rest_.size() > left) drop();
    }
  }

  void pass(std::size_t count) {
    result_.document += rest_.substr(0, count);
    rest_.remove_prefix(count);
  }

  void escape(std::string_view reference) {
    ++edits_;
    result_.offsets.put_in(result_.document.size(), reference.size() - 1);
    result_.document += reference;
    rest_.remove_prefix(1);
  }

  void drop() {
    ++edits_;
    result_.offsets.leave_out(result_.document.size(), 1);
    rest_.remove_prefix(1);
  }

  std::string_view rest_;
  Repaired result_;
  std::size_t edits_ = 0;
  std::array<bool, sections.size()> unfinished_{};  // no such section ends any more
};

}  // namespace

std::optional<Repaired> repair(std::string_view document) {
  return Repairer(document).run();
}

}  // namespace cxrval::xml
