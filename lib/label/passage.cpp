// SPDX-License-Identifier: Apache-2.0
#include "label/passage.hpp"

#include "base/error.hpp"
#include "label/hits.hpp"
#include "text/charset_signs.hpp"
#include "text/letters.hpp"
#include "text/normalize.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace cxrval::label {
namespace {

using text::Step;

std::string normal_form(text::Normalizer& normalizer, std::string_view phrase) {
  text::NormalText normal;
  if (!normalizer.normalize(phrase, normal)) throw base::Error("a template or a word is not UTF-8");
  return std::string(normal.text());
}

// The rules with all phrases in the normal form of the texts.
Rules normal_rules(Rules rules) {
  text::Normalizer normalizer(rules.steps);
  for (Template& one : rules.templates) {
    one.phrase = normal_form(normalizer, one.phrase);
    if (one.phrase.find_first_not_of('\n') == std::string::npos)
      throw base::Error("a template is empty after its steps");
    if (one.phrase.find('\n') != std::string::npos) {
      throw base::Error("a template holds a line break after its steps; write each line as a template");
    }
  }
  for (WarningWord& word : rules.words) word.phrase = normal_form(normalizer, word.phrase);
  return rules;
}

// Whatever the steps are: a text of blanks is empty also where blanks are left as they are.
bool shows_nothing(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (text::role_of(text::next_character(text, at)) == text::Role::letter) return false;
  }
  return true;
}

struct LineCount {
  std::uint32_t breaks = 0;
  std::uint32_t characters = 0;  // behind the last break
};

LineCount count_lines(std::string_view utf8) {
  LineCount count;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t c = text::next_character(utf8, at);
    const bool ends_line = text::role_of(c) == text::Role::line_break && !utf8.substr(at - 1).starts_with("\r\n");
    count.breaks += ends_line ? 1 : 0;
    count.characters = ends_line ? 0 : count.characters + 1;
  }
  return count;
}

// The templates as they are compared at each rung of the ladder; neighbouring rungs mostly share them.
class RungFinders {
 public:
  explicit RungFinders(const Rules& rules) {
    Phrases before;
    text::Steps steps;
    for (std::size_t rung = 0; rung < Ladder::rungs; ++rung) {
      if (rung > 0 && rules.steps.has(static_cast<Step>(rung - 1))) steps = steps.with(static_cast<Step>(rung - 1));
      Phrases phrases = phrases_after(steps, rules.templates);
      if (rung == 0 || phrases != before) finders_.emplace_back(phrases);
      finder_of_[rung] = finders_.size() - 1;
      before = std::move(phrases);
    }
  }

  bool same_at_all_rungs() const { return finders_.size() == 1; }
  bool same(std::size_t rung, std::size_t other) const { return finder_of_[rung] == finder_of_[other]; }
  RegionBits find(std::size_t rung, std::string_view text) const { return finders_[finder_of_[rung]].find(text); }

 private:
  using Phrases = std::vector<std::pair<std::string, PhraseFinder::Bits>>;

  static Phrases phrases_after(text::Steps steps, const std::vector<Template>& templates) {
    text::Normalizer normalizer(steps);
    Phrases phrases;
    for (const Template& one : templates) {
      std::string phrase = normal_form(normalizer, one.phrase);
      if (!phrase.empty()) phrases.emplace_back(std::move(phrase), 1U << static_cast<unsigned>(one.region));
    }
    return phrases;
  }

  std::vector<PhraseFinder> finders_;
  std::array<std::size_t, Ladder::rungs> finder_of_{};
};

}  // namespace

class PassageReader::Impl {
 public:
  explicit Impl(const Rules& rules) : Impl(rules, normal_rules(rules)) {}

  const Passage& read(std::string_view utf8);

 private:
  Impl(const Rules& rules, const Rules& normal)
      : templates_(normal.templates),
        raw_(rules.templates),
        normalizer_(rules.steps),
        rungs_(rules),
        hits_(templates_, normal.words),
        near_misses_(templates_, normal.words) {}

  void climb(std::string_view utf8);
  void place_matches(std::string_view utf8);
  void collect_warnings();

  std::vector<Template> templates_;
  std::vector<Template> raw_;
  text::Normalizer normalizer_;
  RungFinders rungs_;
  Hits hits_;
  NearMissFinder near_misses_;
  text::NormalText normal_;
  std::vector<std::pair<Step, std::string>> stages_;
  std::size_t stage_count_ = 0;
  Passage passage_;
};

const Passage& PassageReader::Impl::read(std::string_view utf8) {
  stage_count_ = 0;
  const auto keep_stage = [this](Step step, std::string_view text) {
    if (stage_count_ == stages_.size()) stages_.emplace_back();
    stages_[stage_count_].first = step;
    stages_[stage_count_++].second.assign(text);
  };
  if (!normalizer_.normalize(utf8, normal_, keep_stage)) throw base::Error("text is not UTF-8");
  passage_ = Passage();
  passage_.blank = shows_nothing(normal_.text());
  passage_.was_nfc = normal_.was_nfc();
  if (!normal_.is_character_by_character()) passage_.line_breaks = count_lines(utf8).breaks;
  if (normal_.has_odd_characters()) {
    const text::CharsetSigns signs = text::charset_signs(utf8);
    passage_.mojibake = static_cast<std::uint32_t>(signs.mojibake);
    passage_.legacy_words = static_cast<std::uint32_t>(signs.legacy_words);
  }
  hits_.find(normal_.text());
  climb(utf8);
  place_matches(utf8);
  collect_warnings();
  return passage_;
}

// The bottom and the top of the ladder need no search of their own where the text changed in capitals only, character
// by character: every appearance in the bytes is one in the folded text, at the same characters.
void PassageReader::Impl::climb(std::string_view utf8) {
  RegionBits top = 0;
  RegionBits bottom = 0;
  const bool simple = rungs_.same_at_all_rungs() && normal_.is_character_by_character() && !hits_.has_shorter_ones();
  for (const Hits::TemplateHit& hit : hits_.templates()) {
    const RegionBits region = 1U << static_cast<unsigned>(templates_[hit.number].region);
    top |= region;
    if (!simple) continue;
    const std::size_t begin = normal_.begins(hit.place.begin);
    if (utf8.substr(begin, normal_.ends(hit.place.end) - begin) == raw_[hit.number].phrase) bottom |= region;
  }
  if (simple) {
    const auto folded = static_cast<std::size_t>(Step::fold_case) + 1;
    for (std::size_t rung = 0; rung < Ladder::rungs; ++rung) passage_.ladder.add(rung, rung < folded ? bottom : top);
    return;
  }
  std::string_view text = utf8;
  std::size_t stage = 0;
  RegionBits found = rungs_.find(0, text);
  passage_.ladder.add(0, found);
  for (std::size_t rung = 1; rung < Ladder::rungs; ++rung) {
    const bool changed = stage < stage_count_ && static_cast<std::size_t>(stages_[stage].first) + 1 == rung;
    if (changed) text = stages_[stage++].second;
    if (changed || !rungs_.same(rung, rung - 1)) found = rungs_.find(rung, text);
    passage_.ladder.add(rung, found);
  }
}

void PassageReader::Impl::place_matches(std::string_view utf8) {
  const auto first = hits_.first_of_regions();
  for (std::size_t i = 0; i < region_count; ++i) {
    if (first[i] == nullptr) continue;
    Match& match = passage_.matches[i];
    match.template_number = first[i]->number + 1;
    match.place.begin = static_cast<std::uint32_t>(normal_.begins(first[i]->place.begin));
    match.place.end = static_cast<std::uint32_t>(normal_.ends(first[i]->place.end));
    const LineCount before = count_lines(utf8.substr(0, match.place.begin));
    match.line = before.breaks + 1;
    match.character = before.characters + 1;
  }
}

void PassageReader::Impl::collect_warnings() {
  if (!hits_.templates().empty()) {
    passage_.side = hits_.side_behind_match();
    passage_.remainder = hits_.stands_before_match(WarningWordKind::remainder);
    passage_.old_film = hits_.stands_before_match(WarningWordKind::old_film);
  }
  passage_.says_normal = !hits_.templates().empty() || !hits_.affirmed(WarningWordKind::normal).empty();
  std::vector<Span> findings = hits_.affirmed(WarningWordKind::abnormal);
  std::vector<Span> against = hits_.negated(WarningWordKind::normal);
  against.insert(against.end(), findings.begin(), findings.end());
  passage_.near_misses = near_misses_.find(normal_.text(), against, hits_.covered());
  for (Span& one : findings) {
    one.begin = static_cast<std::uint32_t>(normal_.begins(one.begin));
    one.end = static_cast<std::uint32_t>(normal_.ends(one.end));
  }
  passage_.findings = std::move(findings);
}

PassageReader::PassageReader(const Rules& rules) : impl_(std::make_unique<Impl>(rules)) {}
PassageReader::~PassageReader() = default;
PassageReader::PassageReader(PassageReader&&) noexcept = default;
PassageReader& PassageReader::operator=(PassageReader&&) noexcept = default;

const Passage& PassageReader::read(std::string_view utf8) {
  return impl_->read(utf8);
}

}  // namespace cxrval::label
