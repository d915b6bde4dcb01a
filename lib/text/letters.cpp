// SPDX-License-Identifier: Apache-2.0
#include "text/letters.hpp"

#include "base/error.hpp"
#include "text/character_table.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <new>
#include <utility>

namespace cxrval::text {
namespace {

constexpr std::size_t most_remembered = 4096;

const icu::Normalizer2& normalizer(const icu::Normalizer2* (*instance)(UErrorCode&)) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* found = instance(error);
  if (U_FAILURE(error)) throw base::Error("the Unicode tables of ICU cannot be loaded; install its data");
  return *found;
}

const icu::Normalizer2& nfc() {
  static const icu::Normalizer2& instance = normalizer(icu::Normalizer2::getNFCInstance);
  return instance;
}

const icu::Normalizer2& nfd() {
  static const icu::Normalizer2& instance = normalizer(icu::Normalizer2::getNFDInstance);
  return instance;
}

icu::UnicodeString normal(const icu::Normalizer2& form, const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString result = form.normalize(text, error);
  if (U_FAILURE(error) || result.isBogus()) throw std::bad_alloc();
  return result;
}

icu::UnicodeString caseless(const icu::UnicodeString& text) {
  icu::UnicodeString folded = normal(nfd(), text);
  folded.foldCase();
  return normal(nfc(), folded);
}

bool stands_alone(char32_t c) {
  return nfc().hasBoundaryBefore(static_cast<UChar32>(c)) != 0;
}

Role find_role(char32_t c) {
  const auto character = static_cast<UChar32>(c);
  if ((c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029) return Role::line_break;
  if (u_isUWhiteSpace(character) != 0) return Role::blank;
  return u_hasBinaryProperty(character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0 ? Role::nothing : Role::letter;
}

char32_t find_base_letter(char32_t c) {
  if (c == U'đ') return 'd';
  if (c == U'Đ') return 'D';
  if (u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK) return 0;
  icu::UnicodeString parts;
  const bool has_parts = nfd().getDecomposition(static_cast<UChar32>(c), parts) != 0;
  return has_parts ? static_cast<char32_t>(parts.char32At(0)) : c;
}

bool find_whether_word_character(char32_t c) {
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK)) != 0;
}

struct Character {
  Role role = Role::letter;
  bool in_word = false;
  char32_t base = 0;
};

Character find_character(char32_t c) {
  return {find_role(c), find_whether_word_character(c), find_base_letter(c)};
}

const Character* known_character(char32_t c) {
  static const CharacterTable<Character> table(find_character);
  return table.find(c);
}

const std::u32string* known_form(Form form, char32_t c) {
  const auto table = [](Form of) {
    return CharacterTable<std::u32string>([of](char32_t one) { return to_form(of, {&one, 1}); });
  };
  static const CharacterTable<std::u32string> nfc_forms = table(Form::nfc);
  static const CharacterTable<std::u32string> folded_forms = table(Form::folded);
  static const CharacterTable<std::u32string> caseless_forms = table(Form::caseless);
  return (form == Form::nfc ? nfc_forms : form == Form::folded ? folded_forms : caseless_forms).find(c);
}

}  // namespace

Role role_of(char32_t c) {
  const Character* known = known_character(c);
  return known != nullptr ? known->role : find_role(c);
}

std::u32string to_form(Form form, std::u32string_view text) {
  icu::UnicodeString units;
  for (const char32_t c : text) units.append(static_cast<UChar32>(c));
  if (form == Form::nfc) {
    units = normal(nfc(), units);
  } else if (form == Form::folded) {
    units.foldCase();
  } else {
    units = caseless(units);
  }
  std::u32string result;
  for (int at = 0; at < units.length(); at = units.moveIndex32(at, 1)) {
    result += static_cast<char32_t>(units.char32At(at));
  }
  return result;
}

bool joins_the_character_before(Form form, char32_t c) {
  if (form == Form::folded) return false;
  if (!stands_alone(c)) return true;
  return form == Form::caseless && !stands_alone(to_form(form, {&c, 1}).front());
}

char32_t base_letter_of_others(char32_t c) {
  const Character* known = known_character(c);
  return known != nullptr ? known->base : find_base_letter(c);
}

bool is_word_character_of_others(char32_t c) {
  const Character* known = known_character(c);
  return known != nullptr ? known->in_word : find_whether_word_character(c);
}

const std::u32string& FormMemory::operator()(char32_t c) {
  const std::u32string* known = known_form(form_, c);
  return known != nullptr ? *known : (*this)(std::u32string_view(&c, 1));
}

const std::u32string& FormMemory::operator()(std::u32string_view text) {
  key_ = text;
  if (const auto known = forms_.find(key_); known != forms_.end()) return known->second;
  if (forms_.size() == most_remembered) forms_.clear();
  return forms_.emplace(key_, to_form(form_, text)).first->second;
}

bool FormMemory::joins(char32_t c) {
  if (c < 0x300) return false;
  if (const auto known = joins_.find(c); known != joins_.end()) return known->second;
  if (joins_.size() == most_remembered) joins_.clear();
  return joins_.emplace(c, joins_the_character_before(form_, c)).first->second;
}

}  // namespace cxrval::text
