// SPDX-License-Identifier: Apache-2.0
#include "label/words.hpp"

#include "text/utf8.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace cxrval::label {
namespace {

// A vowel with its six tones: none, grave, hook, tilde, acute, dot below.
constexpr std::array<std::string_view, 12> vowels = {"aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị",
                                                     "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ"};
constexpr std::string_view plain_vowels = "aaaeeiooouuy";
constexpr std::string_view tones = "0`~\"'.";  // no letters, so that a tone is never taken for one

struct Letter {
  std::string base;  // without its tone, with its quality: â
  char plain = '\0';
  char tone = '\0';
};

const std::unordered_map<char32_t, Letter>& letters() {
  static const std::unordered_map<char32_t, Letter> table = [] {
    std::unordered_map<char32_t, Letter> made;
    for (std::size_t vowel = 0; vowel < vowels.size(); ++vowel) {
      std::string base;
      std::size_t tone = 0;
      for (std::size_t at = 0; at < vowels[vowel].size(); ++tone) {
        const char32_t c = text::next_character(vowels[vowel], at);
        if (tone == 0) base = vowels[vowel].substr(0, at);
        made.emplace(c, Letter{base, plain_vowels[vowel], tone == 0 ? '\0' : tones[tone]});
      }
    }
    // The barred d, and eth, which is typed for it.
    for (const char32_t c : {U'\u0111', U'\u00F0'}) made.emplace(c, Letter{"đ", 'd', '\0'});
    return made;
  }();
  return table;
}

bool is_ascii_word(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_blank(char c) {
  return c == ' ' || c == '\n';
}

// Beyond ASCII: bullets, dashes, quotation marks, arrows, full-width punctuation.
bool is_sign(char32_t c) {
  if (c < 0x80) return !is_ascii_word(c);
  return c == 0xA0 || c == 0xAB || c == 0xB7 || c == 0xBB || (c >= 0x2000 && c <= 0x2BFF) ||
         (c >= 0x3000 && c <= 0x303F) || c >= 0xFF00;
}

bool is_word_sign(char32_t c) {
  return c == '>' || c == '<' || c == '=' || c == '?';
}

}  // namespace

WordForm word_form(std::string_view word) {
  WordForm form;
  char tone = '\0';
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t begin = at;
    const char32_t c = text::next_character(word, at);
    if (c == text::no_character) break;
    const auto letter = letters().find(c);
    if (letter == letters().end()) {
      form.spelling += word.substr(begin, at - begin);
      form.plain += word.substr(begin, at - begin);
    } else {
      form.spelling += letter->second.base;
      form.plain += letter->second.plain;
      if (letter->second.tone != '\0') tone = letter->second.tone;
    }
  }
  if (tone != '\0') form.spelling += tone;
  return form;
}

bool ClauseReader::inside_number(char c) const {
  return (c == '.' || c == ',') && !word_.empty() && is_digit(word_.back()) && at_ + 1 < text_.size() &&
         is_digit(text_[at_ + 1]);
}

// What the sign says of the gap; the word in front of it has ended.
void ClauseReader::take_sign(char32_t c, std::size_t next) {
  const bool dash = c == '-' || (c >= 0x2010 && c <= 0x2015);
  const bool free = at_ == 0 || is_blank(text_[at_ - 1]);
  if (c == '\n' || c == '.' || c == ';' || c == '!' || c == 0xFF1B || c == 0x3002) {
    gap_ = Gap::clause;
  } else if (c == ',' || c == '(' || c == ')' || c == 0xFF0C ||
             (dash && free && next < text_.size() && is_blank(text_[next]))) {
    gap_ = std::max(gap_, Gap::part);
  }
}

void ClauseReader::end_word(std::vector<Word>& words) {
  if (word_.empty()) return;
  words.push_back({word_form(word_), words.empty() ? Gap::clause : gap_});
  word_.clear();
  gap_ = Gap::none;
}

bool ClauseReader::next(std::vector<Word>& words) {
  words.clear();
  while (at_ < text_.size()) {
    std::size_t next = at_;
    const char32_t c = text::next_character(text_, next);
    if (c == text::no_character) {
      ++at_;
      continue;
    }
    const std::string_view answer = text_.substr(at_, 3);
    if (answer == "(-)" || answer == "(+)") {
      end_word(words);
      word_ = answer;
      at_ += answer.size();
      end_word(words);
      continue;
    }
    if (!is_sign(c) || inside_number(text_[at_])) {
      word_.append(text_.substr(at_, next - at_));
      at_ = next;
      continue;
    }
    end_word(words);
    if (words.size() >= most_words) return true;
    if (is_word_sign(c)) {
      word_ = static_cast<char>(c);
      end_word(words);
    } else {
      take_sign(c, next);
    }
    at_ = next;
    if (gap_ == Gap::clause && !words.empty()) return true;
  }
  end_word(words);
  return !words.empty();
}

std::vector<Word> split_words(std::string_view normalized) {
  std::vector<Word> all;
  std::vector<Word> clause;
  ClauseReader reader(normalized);
  while (reader.next(clause)) {
    for (Word& word : clause) all.push_back(std::move(word));
  }
  return all;
}

}  // namespace cxrval::label
