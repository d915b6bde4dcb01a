// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "label/words.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cxrval::label {

// The words [begin, end) of a text, as one piece or with a gap [gap_begin, gap_end) of up to `longest_gap` words.
struct PhraseMatch {
  std::size_t phrase = 0;  // as Lexicon::add() numbered it
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t gap_begin = 0;
  std::size_t gap_end = 0;

  bool has_gap() const { return gap_begin < gap_end; }
  bool operator==(const PhraseMatch&) const = default;
};

// Finds phrases among words. A phrase is words, or words, `...` and words; the dots stand for up to four words. A
// phrase never reaches over a comma, a bracket or the end of a clause. A word is found as it is spelled, wherever its
// tone mark stands; in phrases of two and more words also when it was typed without any mark (tran dich).
class Lexicon {
 public:
  static constexpr std::size_t longest_gap = 4;
  static constexpr std::size_t most_words = 16;

  // The phrase's number, the same for the same words; nothing for a phrase without words, of more than most_words, or
  // whose dots stand at an end or twice. `phrase` is in the form of text::normalize.
  std::optional<std::size_t> add(std::string_view phrase);

  // The phrases of a text from left to right, none sharing a word with another; words in a gap are free. Of phrases
  // that begin at the same word the one with the most words of its own is taken, then the one with the smaller gap,
  // then the one added first.
  std::vector<PhraseMatch> find(const std::vector<Word>& words) const;

 private:
  struct Phrase {
    std::vector<WordForm> words;
    std::size_t gap_after = 0;  // so many words stand before the gap; 0: there is none
  };

  // How many slips there are when words [first, last) of the phrase stand at `at` without a break between them; nothing
  // when they do not.
  std::optional<std::size_t> slips(const Phrase& phrase, std::size_t first, std::size_t last,
                                   const std::vector<Word>& words, std::size_t at) const;
  std::optional<PhraseMatch> match(std::size_t number, const std::vector<Word>& words, std::size_t at) const;

  std::vector<Phrase> phrases_;
  std::unordered_map<std::string, std::size_t> numbers_;                // by words with their dots
  std::unordered_map<std::string, std::vector<std::size_t>> by_first_;  // by the plain form of the first word, in the
                                                                        // order in which they are tried
};

}  // namespace cxrval::label
