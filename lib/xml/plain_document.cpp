// SPDX-License-Identifier: Apache-2.0
#include "xml/plain_document.hpp"

#include "text/utf8.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace cxrval::xml {
namespace {

constexpr std::size_t size_limit = std::size_t{1} << 20;  // its names cannot be too many then
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::string_view cdata_begin = "<![CDATA[";
constexpr std::string_view cdata_end = "]]>";
constexpr std::string_view blanks = " \t\r\n";

enum Kind : std::uint8_t { other, name_start, name_part };

constexpr std::array<Kind, 256> make_kinds() {
  std::array<Kind, 256> kinds{};
  for (int c = 'a'; c <= 'z'; ++c) kinds[static_cast<std::size_t>(c)] = name_start;
  for (int c = 'A'; c <= 'Z'; ++c) kinds[static_cast<std::size_t>(c)] = name_start;
  kinds['_'] = name_start;
  for (int c = '0'; c <= '9'; ++c) kinds[static_cast<std::size_t>(c)] = name_part;
  kinds['-'] = kinds['.'] = name_part;
  return kinds;
}

constexpr auto kinds = make_kinds();

// False for eight bytes of which none is below 0x20: such a byte borrows from the bit above it that it lacks itself.
bool may_hold_control(std::string_view eight) {
  std::uint64_t bytes = 0;
  if (eight.size() < sizeof bytes) return true;
  std::memcpy(&bytes, eight.data(), sizeof bytes);
  return ((bytes - 0x2020202020202020) & ~bytes & 0x8080808080808080) != 0;
}

// XML 1.0 section 2.2: Char, of bytes that are UTF-8.
bool holds_only_xml_characters(std::string_view document) {
  const auto is_control = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
  };
  std::string_view rest = document;
  while (!rest.empty()) {
    const std::string_view eight = rest.substr(0, sizeof(std::uint64_t));
    if (may_hold_control(eight) && std::any_of(eight.begin(), eight.end(), is_control)) return false;
    rest.remove_prefix(eight.size());
  }
  return document.find("\xEF\xBF") == std::string_view::npos && text::is_valid_utf8(document);
}

class Cursor {
 public:
  explicit Cursor(std::string_view rest) : rest_(rest) {}

  std::string_view rest() const { return rest_; }
  bool eat(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  bool eat_blanks() {
    const std::size_t count = std::min(rest_.find_first_not_of(blanks), rest_.size());
    rest_.remove_prefix(count);
    return count > 0;
  }
  // ` name="value"`; the value, or nothing.
  std::string_view eat_attribute(std::string_view name) {
    const Cursor before = *this;
    std::string_view value;
    if (eat_blanks() && eat(name) && eat("=") && !rest_.empty() && (rest_[0] == '"' || rest_[0] == '\'')) {
      const std::size_t end = rest_.find(rest_[0], 1);
      if (end != std::string_view::npos) {
        value = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + 1);
      }
    }
    if (value.empty()) *this = before;
    return value;
  }

 private:
  std::string_view rest_;
};

// Of the XML declaration at the beginning; 0 when it is not of the usual form.
std::size_t size_of_declaration(std::string_view document) {
  Cursor cursor(document);
  if (!cursor.eat("<?xml") || cursor.eat_attribute("version") != "1.0") return 0;
  const std::string_view encoding = cursor.eat_attribute("encoding");
  const bool named = std::all_of(encoding.begin(), encoding.end(),
                                 [](char c) { return kinds[static_cast<unsigned char>(c)] != other; });
  if (!named || (!encoding.empty() && !(encoding[0] >= 'A' && encoding[0] <= 'z' && encoding[0] != '_'))) return 0;
  const std::string_view standalone = cursor.eat_attribute("standalone");
  if (!standalone.empty() && standalone != "yes" && standalone != "no") return 0;
  cursor.eat_blanks();
  return cursor.eat("?>") ? document.size() - cursor.rest().size() : 0;
}

class PlainTag final : public Tag {
 public:
  PlainTag(std::string_view document, std::size_t begin, std::size_t end)
      : document_(document), begin_(begin), end_(end) {}

  std::size_t end() const override { return end_; }
  Position position() const override {
    std::string_view before = document_.substr(0, begin_);
    if (before.starts_with(utf8_mark)) before.remove_prefix(utf8_mark.size());
    return advanced({1, 1}, before);
  }
  std::optional<std::string> attribute(std::string_view) const override { return std::nullopt; }

 private:
  std::string_view document_;
  std::size_t begin_;
  std::size_t end_;
};

// First the whole document is looked through, then its parts are given: nothing is given of one that is not plain.
class PlainDocument {
 public:
  PlainDocument(std::string_view document, const Limits& limits) : document_(document), limits_(limits) {}

  bool scan();
  void give(Handler& handler) const;

 private:
  enum class Token : std::uint8_t { start, end, empty, text, references, cdata };
  struct Part {
    Token token;
    std::uint32_t begin;  // of the name, or the text
    std::uint32_t size;
    std::uint32_t tag_end;  // of the > or />
  };

  bool scan_tag();
  bool scan_name_tag(bool is_end);
  bool scan_cdata();
  bool scan_text();
  void add(Token token, std::size_t begin, std::size_t end, std::size_t tag_end = 0);
  std::string_view words(const Part& part) const { return document_.substr(part.begin, part.size); }

  std::string_view document_;
  const Limits& limits_;
  std::vector<Part> parts_;
  std::vector<std::string_view> open_;
  std::size_t at_ = 0;
  bool root_seen_ = false;
};

// The size of the reference at the beginning of `text` and its character, or 0.
std::size_t read_reference(std::string_view text, char32_t& character) {
  struct Entity {
    std::string_view name;
    char32_t character;
  };
  static constexpr Entity entities[] = {
      {"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
  for (const Entity& entity : entities) {
    if (!text.starts_with(entity.name)) continue;
    character = entity.character;
    return entity.name.size();
  }
  if (!text.starts_with("&#")) return 0;
  const bool hexadecimal = text.substr(2).starts_with('x');
  const char* const begin = text.data() + (hexadecimal ? 3 : 2);
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), number, hexadecimal ? 16 : 10);
  if (error != std::errc() || end == text.data() + text.size() || *end != ';') return 0;
  const bool control = number < 0x20 && number != '\t' && number != '\n' && number != '\r';
  const bool surrogate = number >= 0xD800 && number <= 0xDFFF;
  if (control || surrogate || number == 0xFFFE || number == 0xFFFF || number > 0x10FFFF) return 0;
  character = number;
  return static_cast<std::size_t>(end - text.data()) + 1;
}

bool PlainDocument::scan() {
  if (document_.size() > std::min(size_limit, limits_.text_bytes) || !holds_only_xml_characters(document_))
    return false;
  if (document_.starts_with(utf8_mark)) at_ = utf8_mark.size();
  at_ += size_of_declaration(document_.substr(at_));
  parts_.reserve(document_.size() / 12 + 8);
  while (at_ < document_.size()) {
    if (!(document_[at_] == '<' ? scan_tag() : scan_text())) return false;
  }
  return root_seen_ && open_.empty();
}

bool PlainDocument::scan_tag() {
  const char next = at_ + 1 < document_.size() ? document_[at_ + 1] : '\0';
  if (next == '!') return scan_cdata();
  return scan_name_tag(next == '/');
}

bool PlainDocument::scan_name_tag(bool is_end) {
  const std::size_t tag = at_;
  const std::size_t begin = at_ + (is_end ? 2 : 1);
  const auto kind_at = [&](std::size_t at) {
    return at < document_.size() ? kinds[static_cast<unsigned char>(document_[at])] : other;
  };
  if (kind_at(begin) != name_start) return false;
  std::size_t end = begin + 1;
  while (kind_at(end) != other) ++end;
  const std::string_view name = document_.substr(begin, end - begin);
  const std::size_t behind = std::min(document_.find_first_not_of(blanks, end), document_.size());
  const bool empty = !is_end && document_.substr(behind).starts_with("/>");
  if (!empty && !document_.substr(behind).starts_with('>')) return false;
  at_ = behind + (empty ? 2 : 1);
  if (at_ - tag > limits_.tag_bytes) return false;
  if (is_end) {
    if (open_.empty() || open_.back() != name) return false;
    open_.pop_back();
    add(Token::end, begin, end);
    return true;
  }
  if (open_.size() >= limits_.depth || (open_.empty() && root_seen_)) return false;
  root_seen_ = true;
  if (!empty) open_.push_back(name);
  add(empty ? Token::empty : Token::start, begin, end, behind);
  return true;
}

bool PlainDocument::scan_cdata() {
  if (open_.empty() || !document_.substr(at_).starts_with(cdata_begin)) return false;
  const std::size_t begin = at_ + cdata_begin.size();
  const std::size_t end = document_.find(cdata_end, begin);
  if (end == std::string_view::npos) return false;
  add(Token::cdata, begin, end);
  at_ = end + cdata_end.size();
  return true;
}

bool PlainDocument::scan_text() {
  const std::size_t end = std::min(document_.find('<', at_), document_.size());
  const std::string_view text = document_.substr(at_, end - at_);
  if (open_.empty()) {
    if (text.find_first_not_of(blanks) != std::string_view::npos) return false;
  } else {
    if (text.find(cdata_end) != std::string_view::npos) return false;
    std::size_t reference = text.find('&');
    const bool plain = reference == std::string_view::npos;
    for (; reference != std::string_view::npos; reference = text.find('&', reference + 1)) {
      char32_t character = 0;
      if (read_reference(text.substr(reference), character) == 0) return false;
    }
    add(plain ? Token::text : Token::references, at_, end);
  }
  at_ = end;
  return true;
}

void PlainDocument::add(Token token, std::size_t begin, std::size_t end, std::size_t tag_end) {
  parts_.push_back({token, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin),
                    static_cast<std::uint32_t>(tag_end)});
}

// Every line end as a line feed (XML 1.0 section 2.11).
std::string_view with_line_feeds(std::string_view text, std::string& room) {
  if (text.find('\r') == std::string_view::npos) return text;
  room.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      room += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      room += '\n';
    }
  }
  return room;
}

std::string_view without_references(std::string_view text, std::string& room) {
  std::string line_feeds;
  text = with_line_feeds(text, line_feeds);
  room.clear();
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find('&'), text.size());
    room += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    char32_t character = 0;
    text.remove_prefix(read_reference(text, character));
    text::append_character(character, room);
  }
  return room;
}

void PlainDocument::give(Handler& handler) const {
  std::string room;
  for (const Part& part : parts_) {
    const std::string_view piece = words(part);
    switch (part.token) {
      case Token::start:
        handler.start(piece, PlainTag(document_, part.begin - 1, part.tag_end));
        break;
      case Token::empty:
        handler.start(piece, PlainTag(document_, part.begin - 1, part.tag_end));
        handler.end(piece);
        break;
      case Token::end:
        handler.end(piece);
        break;
      case Token::text:
      case Token::cdata:
        if (!piece.empty()) handler.text(with_line_feeds(piece, room));
        break;
      case Token::references:
        handler.text(without_references(piece, room));
    }
  }
}

}  // namespace

bool read_plain(std::string_view document, const Limits& limits, Handler& handler) {
  PlainDocument plain(document, limits);
  if (!plain.scan()) return false;
  plain.give(handler);
  return true;
}

}  // namespace cxrval::xml
