// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::label {

// A Vietnamese word as it is compared. `spelling` has its tone mark at the end, so that hóa and hoá, hoành and hòanh
// are one word; `plain` is without any mark (hoa, hoanh). Other letters and digits stay as they are.
struct WordForm {
  std::string spelling;
  std::string plain;

  bool has_marks() const { return spelling != plain; }
  bool operator==(const WordForm&) const = default;
};

// Of a word in the form of text::normalize.
WordForm word_form(std::string_view word);

// What stands between two words, the strongest that does.
enum class Gap {
  none,    // blanks, slashes, colons
  part,    // a comma, a bracket or a dash: the next item of a list
  clause,  // a full stop, semicolon, line break, exclamation mark
};

struct Word {
  WordForm form;
  Gap before = Gap::none;  // what stands in front of it; clause for the first
};

// Splits a text in the form of text::normalize into clauses of words. Words are runs of letters, digits and marks; >,
// <, = and ? are words of their own. A point or a comma between two digits belongs to the number (0,5). A dash without
// a blank on both sides (X-quang) and every other sign is as a blank. A full stop ends a clause whether or not a blank
// follows, and so do 4,096 words. Linear in the text; memory holds one clause.
class ClauseReader {
 public:
  static constexpr std::size_t most_words = 4096;

  // The text must outlive the reader.
  explicit ClauseReader(std::string_view normalized) : text_(normalized) {}

  // False, with no words, at the end.
  bool next(std::vector<Word>& words);

 private:
  bool inside_number(char c) const;
  void take_sign(char32_t c, std::size_t next);
  void end_word(std::vector<Word>& words);

  std::string_view text_;
  std::size_t at_ = 0;
  Gap gap_ = Gap::clause;
  std::string word_;
};

// All words of a text.
std::vector<Word> split_words(std::string_view normalized);

}  // namespace cxrval::label
