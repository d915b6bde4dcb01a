// SPDX-License-Identifier: Apache-2.0
#include "label/lexicon.hpp"

#include <algorithm>

namespace cxrval::label {
namespace {

constexpr std::string_view dots = "...";

void append_forms(std::string_view text, std::vector<WordForm>& forms) {
  for (Word& word : split_words(text)) forms.push_back(std::move(word.form));
}

}  // namespace

std::optional<std::size_t> Lexicon::add(std::string_view text) {
  Phrase phrase;
  const std::size_t gap = text.find(dots);
  append_forms(text.substr(0, gap), phrase.words);
  if (gap != std::string_view::npos) {
    phrase.gap_after = phrase.words.size();
    const std::string_view rest = text.substr(gap + dots.size());
    append_forms(rest, phrase.words);
    if (phrase.gap_after == 0 || phrase.gap_after == phrase.words.size() || rest.find(dots) != std::string_view::npos) {
      return std::nullopt;
    }
  }
  if (phrase.words.empty() || phrase.words.size() > most_words) return std::nullopt;
  std::string key;
  for (std::size_t i = 0; i < phrase.words.size(); ++i) {
    if (i > 0 && i == phrase.gap_after) key += dots;
    key += phrase.words[i].spelling + ' ';
  }
  const std::size_t number = phrases_.size();
  const auto [known, is_new] = numbers_.emplace(std::move(key), number);
  if (!is_new) return known->second;
  std::vector<std::size_t>& tried = by_first_[phrase.words.front().plain];
  const auto longer = [&](std::size_t other) { return phrases_[other].words.size() >= phrase.words.size(); };
  tried.insert(std::find_if_not(tried.begin(), tried.end(), longer), number);
  phrases_.push_back(std::move(phrase));
  return number;
}

std::optional<std::size_t> Lexicon::slips(const Phrase& phrase, std::size_t first, std::size_t last,
                                          const std::vector<Word>& words, std::size_t at) const {
  if (last - first > words.size() - at) return std::nullopt;
  std::size_t count = 0;
  for (std::size_t i = first; i < last; ++i, ++at) {
    const WordForm& wanted = phrase.words[i];
    const WordForm& found = words[at].form;
    if (wanted.plain != found.plain || (i > first && words[at].before != Gap::none)) return std::nullopt;
    if (wanted.spelling == found.spelling) continue;
    if (phrase.words.size() < 2) return std::nullopt;
    if (found.has_marks()) ++count;
  }
  return count <= (phrase.words.size() < 3 ? 0U : 1U) ? std::optional(count) : std::nullopt;
}

std::optional<PhraseMatch> Lexicon::match(std::size_t number, const std::vector<Word>& words, std::size_t at) const {
  const Phrase& phrase = phrases_[number];
  const std::size_t count = phrase.words.size();
  const std::size_t head = phrase.gap_after == 0 ? count : phrase.gap_after;
  const auto head_slips = slips(phrase, 0, head, words, at);
  if (!head_slips) return std::nullopt;
  const std::size_t behind = at + head;
  if (head == count) return PhraseMatch{number, at, behind, behind, behind};
  for (std::size_t rest = behind; rest < words.size() && rest <= behind + longest_gap; ++rest) {
    if (words[rest].before != Gap::none) break;
    const auto rest_slips = slips(phrase, head, count, words, rest);
    if (rest_slips && *head_slips + *rest_slips <= 1) {
      return PhraseMatch{number, at, rest + count - head, behind, rest};
    }
  }
  return std::nullopt;
}

std::vector<PhraseMatch> Lexicon::find(const std::vector<Word>& words) const {
  std::vector<PhraseMatch> found;
  std::vector<bool> taken(words.size(), false);
  const auto is_free = [&](const PhraseMatch& one) {
    for (std::size_t i = one.begin; i < one.end; ++i) {
      if (taken[i] && (i < one.gap_begin || i >= one.gap_end)) return false;
    }
    return true;
  };
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (taken[at]) continue;
    const auto tried = by_first_.find(words[at].form.plain);
    if (tried == by_first_.end()) continue;
    std::optional<PhraseMatch> best;
    std::size_t best_words = 0;
    for (const std::size_t number : tried->second) {
      const std::size_t count = phrases_[number].words.size();
      if (best && count < best_words) break;
      const auto one = match(number, words, at);
      if (!one || !is_free(*one)) continue;
      if (!best || one->gap_end - one->gap_begin < best->gap_end - best->gap_begin) {
        best = one;
        best_words = count;
      }
    }
    if (!best) continue;
    for (std::size_t i = best->begin; i < best->end; ++i) {
      if (i < best->gap_begin || i >= best->gap_end) taken[i] = true;
    }
    found.push_back(*best);
  }
  return found;
}

}  // namespace cxrval::label
