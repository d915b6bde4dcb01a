// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "label/finder.hpp"
#include "label/sentence.hpp"
#include "label/templates.hpp"
#include "label/warning_words.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace cxrval::label {

// Where templates and words stand in a normal text, and what follows from that. Within each kind hits are in the order
// of their ends.
class Hits {
 public:
  struct TemplateHit {
    std::uint32_t number = 0;  // from 0
    Span place;
  };

  // Both in normal form.
  Hits(const std::vector<Template>& templates, const std::vector<WarningWord>& words);

  // Of templates of one region that end at one place the longest is kept; words must begin and end where words do.
  void find(std::string_view text);

  const std::vector<TemplateHit>& templates() const { return templates_; }
  // Whether find() left out a shorter template that ends where a longer one of its region does.
  bool has_shorter_ones() const { return has_shorter_ones_; }
  // Of each region the first, of several that begin there the longest; nullptr where there is none.
  std::array<const TemplateHit*, region_count> first_of_regions() const;

  // The kinds side, remainder and old_film: see Passage.
  bool side_behind_match() const;
  bool stands_before_match(WarningWordKind kind) const;
  // Words of a kind outside matches that are negated or not. A negation reaches from its end to the end of its sentence
  // or a word of the kind `turn`; one inside a template reaches no further than it.
  std::vector<Span> affirmed(WarningWordKind kind) { return select(kind, false); }
  std::vector<Span> negated(WarningWordKind kind) { return select(kind, true); }
  // Whether a place has a byte in common with a template.
  bool inside_match(const Span& place) const;
  // The places of templates in their order; those that touch are one.
  const std::vector<Span>& covered() const { return covered_; }

 private:
  const std::vector<Span>& words(WarningWordKind kind) const { return words_[static_cast<std::size_t>(kind)]; }
  std::vector<Span> select(WarningWordKind kind, bool negated);
  void cover();
  void find_negations();

  static PhraseFinder finder_of(const std::vector<Template>& templates, const std::vector<WarningWord>& words);

  PhraseFinder finder_;
  std::vector<Region> regions_;         // of the templates
  std::vector<std::size_t> sizes_;      // of templates, then words
  std::vector<WarningWordKind> kinds_;  // of the words
  // Of the text.
  std::string_view text_;
  std::vector<TemplateHit> templates_;
  std::vector<Span> covered_;
  std::array<std::vector<Span>, warning_word_kind_count> words_;
  bool negations_found_ = false;
  std::vector<std::uint32_t> negations_;  // from where they reach
  std::vector<std::uint32_t> stops_;      // and to where
  bool has_shorter_ones_ = false;
};

}  // namespace cxrval::label
