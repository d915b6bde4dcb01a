// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "label/sentence.hpp"
#include "label/templates.hpp"
#include "label/warning_words.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cxrval::label {

// Words of a report that are nearly a template's.
struct NearMiss {
  Region region = Region::chest_wall;
  std::size_t template_number = 0;  // from 1 in the list
  unsigned edits = 0;               // words and punctuation marks that were put in, left out or replaced
  unsigned other_marks = 0;         // words that differ in their diacritics only
  unsigned kept = 0;                // words and marks that are the template's own
  // The template with its edits: [+put in], [-left out], [template's>report's].
  std::string text;

  bool operator==(const NearMiss&) const = default;
};

// "pleura: không thấy hình [+ảnh] tràn dịch màng phổi"
std::string to_string(const NearMiss& miss);

// Whether `a` is nearer to its template than `b`: fewer edits, then fewer other diacritics, then more words kept.
bool nearer(const NearMiss& a, const NearMiss& b);

// Finds, in each sentence, the words that are nearest to each template (the edit distance of Sellers 1980, words as its
// letters). A word or mark put in weighs 2, one left out or replaced 3, differing diacritics nothing; a template of m
// words and marks allows min(7, m), of fewer than five 2. Not allowed is what would say something else: a negation put
// in, left out or exchanged for another word, a word for normal left out or exchanged, a word for one side put in or
// beside, and what `against` says inside. Words that are nearer to a template of another region count for that one
// alone. Sentences of more than 100 words are left out.
class NearMissFinder {
 public:
  // Templates and words in the normal form of the texts.
  NearMissFinder(const std::vector<Template>& templates, const std::vector<WarningWord>& words);

  // The nearest of each region in a normal text. `against` are the places of findings, and of negated words for normal;
  // `covered` those of matches, in their order: sentences are searched before, between and behind them, where at least
  // twelve bytes are left (less is bullets and full stops).
  std::vector<NearMiss> find(std::string_view text, std::span<const Span> against, std::span<const Span> covered = {});

 private:
  struct Token {
    std::string_view text;
    int plain = -1;  // the number of its letters without diacritics, where a template or a rule has them
    Span place;
    bool fixed = false;  // of a template: part of a word for normal without a negation ("bình thường")
  };
  struct Pattern {
    Region region = Region::chest_wall;
    std::vector<Token> tokens;
    std::uint64_t mask = 0;
    unsigned most_weight = 0;
  };
  struct Candidate {
    NearMiss miss;
    Span place;
  };
  enum class Edit : std::uint8_t { keep, other_marks, replace, insert, leave_out };

  int number_of(std::string_view word, bool add);
  std::vector<Token> tokens_of(std::string_view text, std::size_t offset, bool add);
  void add_rule(const WarningWord& word);
  void fix(const std::vector<Token>& words);
  unsigned cost_of_leaving_out(const Token& wanted) const;
  bool is_negation(const Token& token) const;
  bool is_side(const Token& token) const;
  bool beside_a_side(const std::vector<Token>& sentence, std::size_t first, std::size_t last) const;
  unsigned cost_of_replacing(const Token& wanted, const Token& found) const;
  unsigned cost_of_inserting(const Token& found) const;
  void search_stretch(std::string_view stretch, std::size_t offset, std::span<const Span> against,
                      std::vector<NearMiss>& nearest);
  void search_sentence(const std::vector<Token>& sentence, std::span<const Span> against);
  void search_template(std::size_t number, const std::vector<Token>& sentence, std::span<const Span> against);
  std::vector<Edit> trace(const Pattern& pattern, const std::vector<Token>& sentence, std::size_t& first,
                          std::size_t last) const;
  static std::string written(const Pattern& pattern, const std::vector<Edit>& edits, const Token* found);
  void keep_nearest(std::vector<NearMiss>& nearest) const;

  std::vector<std::string> phrases_;  // what the tokens of patterns_ point into
  std::vector<Pattern> patterns_;
  std::unordered_map<std::uint64_t, int> numbers_;  // by a hash of the word without its diacritics
  std::vector<bool> negation_;
  std::vector<bool> side_;
  // Of the search that is going on.
  std::vector<unsigned> costs_;  // of pattern.tokens.size() + 1 rows
  std::vector<Candidate> candidates_;
};

}  // namespace cxrval::label
