// SPDX-License-Identifier: Apache-2.0
#include "text/normalize.hpp"

#include "base/error.hpp"
#include "text/utf8.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <array>
#include <cstdint>
#include <cstring>

namespace cxrval::text {
namespace {

constexpr std::size_t copy_size = 8;

enum class Role : std::uint8_t { plain, blank, line_break, nothing, composing };

// What becomes of one character. `plain` characters fold each by itself, whatever stands beside them: they and what
// they fold to are normalized and never join the character before. A text with `composing` ones goes to ICU whole.
struct Folded {
  Role role = Role::composing;
  std::uint8_t size = 0;
  std::array<char, copy_size> bytes{};
};

bool is_line_break(char32_t c) {
  return (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

const icu::Normalizer2& form(const icu::Normalizer2* (*instance)(UErrorCode&)) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = instance(error);
  if (U_FAILURE(error)) throw base::Error("the Unicode tables of ICU cannot be loaded; install its data");
  return *normalizer;
}

const icu::Normalizer2& nfc() {
  static const icu::Normalizer2& normalizer = form(icu::Normalizer2::getNFCInstance);
  return normalizer;
}

const icu::Normalizer2& nfd() {
  static const icu::Normalizer2& normalizer = form(icu::Normalizer2::getNFDInstance);
  return normalizer;
}

icu::UnicodeString checked(icu::UnicodeString&& text, UErrorCode error) {
  if (U_FAILURE(error) || text.isBogus()) throw std::bad_alloc();
  return std::move(text);
}

icu::UnicodeString caseless(const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString folded = checked(nfd().normalize(text, error), error);
  folded.foldCase();
  return checked(nfc().normalize(folded, error), error);
}

Role role_of(char32_t c) {
  const auto character = static_cast<UChar32>(c);
  if (is_line_break(c)) return Role::line_break;
  if (u_isUWhiteSpace(character) != 0) return Role::blank;
  if (u_hasBinaryProperty(character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0) return Role::nothing;
  return Role::composing;
}

Folded fold_one(char32_t c) {
  Folded folded;
  folded.role = role_of(c);
  const icu::UnicodeString self(static_cast<UChar32>(c));
  if (folded.role != Role::composing || nfc().hasBoundaryBefore(self.char32At(0)) == 0) return folded;
  const icu::UnicodeString result = caseless(self);
  std::string bytes;
  result.toUTF8String(bytes);
  if (nfc().hasBoundaryBefore(result.char32At(0)) == 0 || bytes.size() > copy_size) return folded;
  folded.role = Role::plain;
  folded.size = static_cast<std::uint8_t>(bytes.size());
  bytes.copy(folded.bytes.data(), bytes.size());
  return folded;
}

// The characters that Vietnamese text is made of; what lies outside goes to ICU.
class Table {
 public:
  Table() {
    for (std::size_t i = 0; i < latin; ++i) rows_[i] = fold_one(static_cast<char32_t>(i));
    for (std::size_t i = 0; i < 256; ++i) rows_[latin + i] = fold_one(static_cast<char32_t>(0x1E00 + i));
    for (std::size_t i = 0; i < 256; ++i) rows_[latin + 256 + i] = fold_one(static_cast<char32_t>(0x2000 + i));
  }

  const Folded& operator[](char32_t c) const {
    if (c < latin) return rows_[c];
    if (c - 0x1E00 < 256) return rows_[latin + c - 0x1E00];
    if (c - 0x2000 < 256) return rows_[latin + 256 + c - 0x2000];
    return outside_;
  }

 private:
  static constexpr std::size_t latin = 0x250;
  std::array<Folded, latin + 512> rows_;
  Folded outside_;
};

const Table& table() {
  static const Table instance;
  return instance;
}

// Writes words, blanks and line breaks so that no blank stands at an edge of a line. The result takes at most half as
// much room again as its input: the longest folding of a character is of two bytes to three.
class Lines {
 public:
  Lines(std::string& out, std::size_t input_size) : out_(out) {
    out_.resize(input_size + input_size / 2 + 2 * copy_size);
    to_ = out_.data();
  }

  void blank() {
    blank_ = true;
    after_return_ = false;
  }
  void line_break(char32_t c) {
    const bool second_half = c == '\n' && after_return_;
    after_return_ = c == '\r';
    if (second_half) return;
    blank_ = false;
    *to_++ = '\n';
  }
  // The first `size` of the eight bytes that stand at `bytes`: a copy of known length is one instruction.
  void word(const char* bytes, std::size_t size) {
    if (blank_ && to_ != out_.data() && to_[-1] != '\n') *to_++ = ' ';
    blank_ = false;
    after_return_ = false;
    std::memcpy(to_, bytes, copy_size);
    to_ += size;
  }
  void finish() { out_.resize(static_cast<std::size_t>(to_ - out_.data())); }

 private:
  std::string& out_;
  char* to_;
  bool blank_ = false;
  bool after_return_ = false;
};

enum class Pass { done, composing, invalid };

Pass normalize_by_table(std::string_view utf8, std::string& out) {
  const Table& rows = table();
  Lines lines(out, utf8.size());
  std::size_t at = 0;
  while (at < utf8.size()) {
    const auto byte = static_cast<unsigned char>(utf8[at]);
    const char32_t c = byte < 0x80 ? byte : next_character(utf8, at);
    if (byte < 0x80) ++at;
    if (c == no_character) return Pass::invalid;
    const Folded& folded = rows[c];
    switch (folded.role) {
      case Role::plain:
        lines.word(folded.bytes.data(), folded.size);
        break;
      case Role::blank:
        lines.blank();
        break;
      case Role::line_break:
        lines.line_break(c);
        break;
      case Role::nothing:
        break;
      case Role::composing:
        return Pass::composing;
    }
  }
  lines.finish();
  return Pass::done;
}

// ICU folds the text without what shows nothing; its blanks and breaks are told apart afterwards, for neither folding
// nor normalization makes or removes any.
void normalize_by_icu(std::string_view utf8, std::string& out) {
  icu::UnicodeString kept;
  std::size_t at = 0;
  while (at < utf8.size()) {
    const char32_t c = next_character(utf8, at);
    if (role_of(c) != Role::nothing) kept.append(static_cast<UChar32>(c));
  }
  const icu::UnicodeString folded = caseless(kept);
  std::string bytes;
  folded.toUTF8String(bytes);
  const std::size_t size = bytes.size();
  bytes.append(copy_size, '\0');
  Lines lines(out, size);
  for (std::size_t start = 0; start < size;) {
    std::size_t end = start;
    const char32_t c = next_character(bytes, end);
    switch (role_of(c)) {
      case Role::blank:
        lines.blank();
        break;
      case Role::line_break:
        lines.line_break(c);
        break;
      default:
        lines.word(bytes.data() + start, end - start);
    }
    start = end;
  }
  lines.finish();
}

}  // namespace

bool normalize(std::string_view utf8, std::string& out) {
  out.clear();
  const Pass pass = normalize_by_table(utf8, out);
  if (pass == Pass::done) return true;
  out.clear();
  if (pass == Pass::invalid || !is_valid_utf8(utf8)) return false;
  normalize_by_icu(utf8, out);
  return true;
}

std::string normalized(std::string_view utf8) {
  std::string out;
  if (!normalize(utf8, out)) throw base::Error("text is not UTF-8");
  return out;
}

bool is_blank(std::string_view utf8) {
  return normalized(utf8).find_first_not_of('\n') == std::string::npos;
}

}  // namespace cxrval::text
