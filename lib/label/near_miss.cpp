// SPDX-License-Identifier: Apache-2.0
#include "label/near_miss.hpp"

#include "text/letters.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <bit>
#include <tuple>
#include <utility>

namespace cxrval::label {
namespace {

constexpr std::size_t longest_sentence = 100;
constexpr std::size_t shortest_stretch = 12;
constexpr std::size_t near = 2;  // words, for what stands beside

// Weights as they are documented, and below them a tie-break: words with other diacritics, and against a word left out
// one that was mistyped. What is forbidden outweighs everything.
constexpr unsigned unit = 1U << 10;
constexpr unsigned inserting = 2 * unit;
constexpr unsigned missing_cost = 3 * unit;
constexpr unsigned mistyped_cost = missing_cost - 1;
constexpr unsigned other_marks_cost = 2;
constexpr unsigned forbidden = 1U << 24;
constexpr unsigned most_weight = 7;
constexpr unsigned least_words = 5;
constexpr unsigned most_weight_of_few_words = 2;

bool is_mark(std::string_view token) {
  return token == "," || token == ")" || token == "%";
}

// Whether two words of three letters and more differ in one letter.
bool is_mistyped(std::string_view wanted, std::string_view found) {
  if (wanted.size() > found.size()) std::swap(wanted, found);
  if (found.size() - wanted.size() > 4 || text::count_characters(wanted) < 3) return false;
  std::size_t front = 0;
  while (front < wanted.size() && wanted[front] == found[front]) ++front;
  std::size_t back = 0;
  while (back < wanted.size() - front && wanted[wanted.size() - 1 - back] == found[found.size() - 1 - back]) ++back;
  const auto letters = [&](std::string_view word) {
    while (front > 0 && front < word.size() && (static_cast<unsigned char>(word[front]) & 0xC0) == 0x80) --front;
    return text::count_characters(word.substr(front, word.size() - back - front));
  };
  return letters(wanted) <= 1 && letters(found) <= 1;
}

}  // namespace

std::string to_string(const NearMiss& miss) {
  return std::string(region_names[static_cast<std::size_t>(miss.region)]) + ": " + miss.text;
}

bool nearer(const NearMiss& a, const NearMiss& b) {
  return std::tie(a.edits, a.other_marks, b.kept) < std::tie(b.edits, b.other_marks, a.kept);
}

NearMissFinder::NearMissFinder(const std::vector<Template>& templates, const std::vector<WarningWord>& words) {
  phrases_.reserve(templates.size());
  for (const Template& one : templates) {
    phrases_.push_back(one.phrase);
    Pattern pattern{one.region, tokens_of(phrases_.back(), 0, true), 0, 0};
    for (const Token& token : pattern.tokens) pattern.mask |= std::uint64_t{1} << (token.plain % 64);
    const auto size = static_cast<unsigned>(pattern.tokens.size());
    pattern.most_weight = size < least_words ? most_weight_of_few_words : std::min(most_weight, size);
    patterns_.push_back(std::move(pattern));
  }
  for (const WarningWord& word : words) add_rule(word);
  negation_.resize(numbers_.size());
  side_.resize(numbers_.size());
  for (const WarningWord& word : words) {
    if (word.kind == WarningWordKind::normal) fix(tokens_of(word.phrase, 0, false));
  }
}

void NearMissFinder::add_rule(const WarningWord& word) {
  if (word.kind != WarningWordKind::negation && word.kind != WarningWordKind::side) return;
  const std::vector<Token> tokens = tokens_of(word.phrase, 0, true);
  if (tokens.size() != 1) return;
  std::vector<bool>& flags = word.kind == WarningWordKind::side ? side_ : negation_;
  flags.resize(numbers_.size());
  flags[static_cast<std::size_t>(tokens.front().plain)] = true;
}

void NearMissFinder::fix(const std::vector<Token>& words) {
  if (std::any_of(words.begin(), words.end(), [this](const Token& one) { return is_negation(one); })) return;
  const auto same = [](const Token& a, const Token& b) { return a.text == b.text; };
  for (Pattern& pattern : patterns_) {
    auto at = pattern.tokens.begin();
    while ((at = std::search(at, pattern.tokens.end(), words.begin(), words.end(), same)) != pattern.tokens.end()) {
      for (std::size_t i = 0; i < words.size(); ++i) (at++)->fixed = true;
    }
  }
}

int NearMissFinder::number_of(std::string_view word, bool add) {
  std::uint64_t hash = 0xCBF29CE484222325;  // FNV-1a
  for (std::size_t at = 0; at < word.size();) {
    const char32_t letter = text::base_letter(text::next_character(word, at));
    if (letter != 0) hash = (hash ^ letter) * 0x100000001B3;
  }
  if (const auto known = numbers_.find(hash); known != numbers_.end()) return known->second;
  return add ? numbers_.emplace(hash, static_cast<int>(numbers_.size())).first->second : -1;
}

// Words, and every other character but blanks by itself.
std::vector<NearMissFinder::Token> NearMissFinder::tokens_of(std::string_view text, std::size_t offset, bool add) {
  std::vector<Token> tokens;
  bool inside = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = text::next_character(text, at);
    const bool word = text::is_word_character(c);
    if (word && inside) {
      tokens.back().place.end = static_cast<std::uint32_t>(offset + at);
    } else if (c != ' ') {
      const Span place{static_cast<std::uint32_t>(offset + begin), static_cast<std::uint32_t>(offset + at)};
      tokens.push_back({{}, -1, place, false});
    }
    inside = word;
  }
  for (Token& token : tokens) {
    token.text = text.substr(token.place.begin - offset, token.place.end - token.place.begin);
    token.plain = number_of(token.text, add);
  }
  return tokens;
}

bool NearMissFinder::is_negation(const Token& token) const {
  return token.plain >= 0 && negation_[static_cast<std::size_t>(token.plain)];
}

bool NearMissFinder::is_side(const Token& token) const {
  return token.plain >= 0 && side_[static_cast<std::size_t>(token.plain)];
}

unsigned NearMissFinder::cost_of_replacing(const Token& wanted, const Token& found) const {
  if (wanted.text == found.text) return 0;
  if (wanted.plain == found.plain) return other_marks_cost;
  if (wanted.fixed || is_negation(wanted) != is_negation(found) || is_side(found)) return forbidden;
  return is_mistyped(wanted.text, found.text) ? mistyped_cost : missing_cost;
}

unsigned NearMissFinder::cost_of_leaving_out(const Token& wanted) const {
  return wanted.fixed || is_negation(wanted) ? forbidden : missing_cost;
}

unsigned NearMissFinder::cost_of_inserting(const Token& found) const {
  return is_negation(found) || is_side(found) ? forbidden : inserting;
}

std::vector<NearMiss> NearMissFinder::find(std::string_view text, std::span<const Span> against,
                                           std::span<const Span> covered) {
  std::vector<NearMiss> nearest;
  auto match = covered.begin();
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t limit = match == covered.end() ? text.size() : match->begin;
    std::size_t end = begin;
    while (end < limit && !ends_sentence(text, end)) ++end;
    search_stretch(text.substr(begin, end - begin), begin, against, nearest);
    const bool at_match = match != covered.end() && end == match->begin;
    begin = at_match ? (match++)->end : end + 1;
  }
  std::sort(nearest.begin(), nearest.end(), [](const NearMiss& a, const NearMiss& b) { return a.region < b.region; });
  return nearest;
}

void NearMissFinder::search_stretch(std::string_view stretch, std::size_t offset, std::span<const Span> against,
                                    std::vector<NearMiss>& nearest) {
  if (stretch.size() < shortest_stretch || stretch.size() > longest_sentence * 16) return;
  const std::vector<Token> tokens = tokens_of(stretch, offset, false);
  if (tokens.size() > longest_sentence) return;
  search_sentence(tokens, against);
  keep_nearest(nearest);
}

void NearMissFinder::search_sentence(const std::vector<Token>& sentence, std::span<const Span> against) {
  candidates_.clear();
  std::uint64_t mask = 0;
  for (const Token& token : sentence) {
    if (token.plain >= 0) mask |= std::uint64_t{1} << (token.plain % 64);
  }
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    const auto missing = static_cast<unsigned>(std::popcount(patterns_[i].mask & ~mask));
    if (missing * 3 <= patterns_[i].most_weight) search_template(i, sentence, against);
  }
}

// Row i of the costs: the first i tokens of the template against words of the sentence that end before token j and
// begin anywhere.
void NearMissFinder::search_template(std::size_t number, const std::vector<Token>& sentence,
                                     std::span<const Span> against) {
  const Pattern& pattern = patterns_[number];
  const std::size_t width = sentence.size() + 1;
  costs_.assign(width, 0);
  costs_.resize(width * (pattern.tokens.size() + 1));
  for (std::size_t i = 1; i <= pattern.tokens.size(); ++i) {
    const Token& wanted = pattern.tokens[i - 1];
    const unsigned leaving_out = cost_of_leaving_out(wanted);
    const unsigned* above = &costs_[(i - 1) * width];
    unsigned* row = &costs_[i * width];
    row[0] = std::min(forbidden, above[0] + leaving_out);
    for (std::size_t j = 1; j < width; ++j) {
      const unsigned replaced = above[j - 1] + cost_of_replacing(wanted, sentence[j - 1]);
      const unsigned inserted = row[j - 1] + cost_of_inserting(sentence[j - 1]);
      row[j] = std::min({forbidden, replaced, inserted, above[j] + leaving_out});
    }
  }
  const unsigned* row = &costs_[pattern.tokens.size() * width];
  const auto last = static_cast<std::size_t>(std::min_element(row, row + width) - row);
  if (row[last] >= pattern.most_weight * unit + unit / 2 || last == 0) return;
  std::size_t first = 0;
  const std::vector<Edit> edits = trace(pattern, sentence, first, last);
  if (first == last || beside_a_side(sentence, first, last)) return;
  const Span place{sentence[first].place.begin, sentence[last - 1].place.end};
  if (std::any_of(against.begin(), against.end(), [&](const Span& one) { return overlap(one, place); })) return;
  const auto count = [&](Edit kind) { return static_cast<unsigned>(std::count(edits.begin(), edits.end(), kind)); };
  NearMiss miss{pattern.region, number + 1, 0, count(Edit::other_marks), count(Edit::keep), {}};
  miss.edits = static_cast<unsigned>(edits.size()) - miss.other_marks - miss.kept;
  miss.text = written(pattern, edits, &sentence[first]);
  candidates_.push_back({std::move(miss), place});
}

// Whether a word for one side stands beside words [first, last), with no punctuation mark between.
bool NearMissFinder::beside_a_side(const std::vector<Token>& sentence, std::size_t first, std::size_t last) const {
  for (std::size_t j = first; j > 0 && j + near > first && !is_mark(sentence[j - 1].text); --j) {
    if (is_side(sentence[j - 1])) return true;
  }
  for (std::size_t j = last; j < std::min(last + near, sentence.size()) && !is_mark(sentence[j].text); ++j) {
    if (is_side(sentence[j])) return true;
  }
  return false;
}

// The edits that lead to the cost at the last row and column `last`; `first` becomes the column where they begin.
std::vector<NearMissFinder::Edit> NearMissFinder::trace(const Pattern& pattern, const std::vector<Token>& sentence,
                                                        std::size_t& first, std::size_t last) const {
  const std::size_t width = sentence.size() + 1;
  std::vector<Edit> edits;
  std::size_t i = pattern.tokens.size();
  std::size_t j = last;
  while (i > 0) {
    const unsigned cost = costs_[i * width + j];
    const unsigned replacing = j == 0 ? forbidden : cost_of_replacing(pattern.tokens[i - 1], sentence[j - 1]);
    if (j > 0 && cost == costs_[(i - 1) * width + j - 1] + replacing) {
      edits.push_back(replacing == 0 ? Edit::keep : replacing == other_marks_cost ? Edit::other_marks : Edit::replace);
      --i, --j;
    } else if (j > 0 && cost == costs_[i * width + j - 1] + cost_of_inserting(sentence[j - 1])) {
      edits.push_back(Edit::insert);
      --j;
    } else {
      edits.push_back(Edit::leave_out);
      --i;
    }
  }
  first = j;
  std::reverse(edits.begin(), edits.end());
  return edits;
}

// Neighbouring edits of one kind stand in one pair of brackets.
std::string NearMissFinder::written(const Pattern& pattern, const std::vector<Edit>& edits, const Token* found) {
  std::string text;
  const Token* wanted = pattern.tokens.data();
  const auto add = [](std::string& words, std::string_view word) {
    if (!words.empty() && !is_mark(word)) words += ' ';
    words += word;
  };
  for (std::size_t i = 0; i < edits.size();) {
    const Edit edit = edits[i];
    std::string ours;
    std::string theirs;
    const std::size_t from = i;
    for (; i < edits.size() && edits[i] == edit && (edit != Edit::keep || i == from); ++i) {
      if (edit != Edit::insert) add(ours, (wanted++)->text);
      if (edit != Edit::leave_out) add(theirs, (found++)->text);
    }
    if (edit == Edit::insert) ours = "[+" + theirs + ']';
    if (edit == Edit::leave_out) ours = "[-" + ours + ']';
    if (edit == Edit::replace || edit == Edit::other_marks) ours += '>' + theirs;
    add(text, edit == Edit::replace || edit == Edit::other_marks ? '[' + ours + ']' : ours);
  }
  return text;
}

void NearMissFinder::keep_nearest(std::vector<NearMiss>& nearest) const {
  for (const Candidate& one : candidates_) {
    const bool belongs_elsewhere = std::any_of(candidates_.begin(), candidates_.end(), [&](const Candidate& other) {
      return other.miss.region != one.miss.region && overlap(other.place, one.place) && nearer(other.miss, one.miss);
    });
    if (belongs_elsewhere) continue;
    const auto same = std::find_if(nearest.begin(), nearest.end(),
                                   [&](const NearMiss& kept) { return kept.region == one.miss.region; });
    if (same == nearest.end()) {
      nearest.push_back(one.miss);
    } else if (nearer(one.miss, *same)) {
      *same = one.miss;
    }
  }
}

}  // namespace cxrval::label
