// SPDX-License-Identifier: Apache-2.0
#include "label/hits.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace cxrval::label {
namespace {

// A word for one side belongs to the match when it stands this near behind it.
constexpr std::size_t look_ahead = 64;

bool ends_before(const Span& span, std::size_t place) {
  return span.end <= place;
}

}  // namespace

Hits::Hits(const std::vector<Template>& templates, const std::vector<WarningWord>& words)
    : finder_(finder_of(templates, words)) {
  for (const Template& one : templates) {
    regions_.push_back(one.region);
    sizes_.push_back(one.phrase.size());
  }
  for (const WarningWord& word : words) {
    if (word.phrase.empty()) continue;
    kinds_.push_back(word.kind);
    sizes_.push_back(word.phrase.size());
  }
}

PhraseFinder Hits::finder_of(const std::vector<Template>& templates, const std::vector<WarningWord>& words) {
  std::vector<std::pair<std::string, PhraseFinder::Bits>> phrases;
  for (const Template& one : templates) phrases.emplace_back(one.phrase, 1);
  for (const WarningWord& word : words) {
    if (!word.phrase.empty()) phrases.emplace_back(word.phrase, 1);
  }
  return PhraseFinder(phrases);
}

void Hits::find(std::string_view text) {
  text_ = text;
  templates_.clear();
  for (std::vector<Span>& spans : words_) spans.clear();
  negations_found_ = false;
  has_shorter_ones_ = false;
  std::size_t place = 0;
  unsigned regions_seen = 0;
  finder_.each(text, [&](std::uint32_t phrase, std::size_t end) {
    const Span span{static_cast<std::uint32_t>(end - sizes_[phrase]), static_cast<std::uint32_t>(end)};
    if (phrase >= regions_.size()) {
      const auto kind = static_cast<std::size_t>(kinds_[phrase - regions_.size()]);
      if (stands_as_words(text, span)) words_[kind].push_back(span);
      return;
    }
    if (std::exchange(place, end) != end) regions_seen = 0;
    const unsigned region = 1U << static_cast<unsigned>(regions_[phrase]);
    const bool shorter = (regions_seen & region) != 0;
    if (!shorter) templates_.push_back({phrase, span});
    has_shorter_ones_ |= shorter;
    regions_seen |= region;
  });
  cover();
}

void Hits::cover() {
  covered_.clear();
  for (const TemplateHit& hit : templates_) {
    Span span = hit.place;
    while (!covered_.empty() && covered_.back().end >= span.begin) {
      span.begin = std::min(span.begin, covered_.back().begin);
      covered_.pop_back();
    }
    covered_.push_back(span);
  }
}

std::array<const Hits::TemplateHit*, region_count> Hits::first_of_regions() const {
  std::array<const TemplateHit*, region_count> first{};
  for (const TemplateHit& hit : templates_) {
    const TemplateHit*& best = first[static_cast<std::size_t>(regions_[hit.number])];
    const bool longer = best != nullptr && hit.place.begin == best->place.begin && hit.place.end > best->place.end;
    if (best == nullptr || hit.place.begin < best->place.begin || longer) best = &hit;
  }
  return first;
}

bool Hits::side_behind_match() const {
  const std::vector<Span>& sides = words(WarningWordKind::side);
  if (sides.empty()) return false;
  for (const TemplateHit& hit : templates_) {
    const std::string_view behind = text_.substr(hit.place.end, look_ahead);
    const std::size_t reach = hit.place.end + std::min(behind.find_first_of(",.;:\n"), behind.size());
    auto side = std::lower_bound(sides.begin(), sides.end(), hit.place.end, ends_before);
    for (; side != sides.end() && side->end <= reach; ++side) {
      if (side->begin >= hit.place.end) return true;
    }
  }
  return false;
}

bool Hits::stands_before_match(WarningWordKind kind) const {
  std::size_t line_end = 0;
  for (const Span& word : words(kind)) {
    if (word.end <= line_end) continue;  // the first of a line stands before all that the others do
    line_end = std::min(text_.find('\n', word.end), text_.size());
    const auto behind = std::lower_bound(covered_.begin(), covered_.end(), word.end, ends_before);
    if (behind == covered_.end()) return false;
    if (behind->begin >= word.end && behind->begin < line_end) return true;
    if (const auto next = std::next(behind); next != covered_.end() && next->begin < line_end) return true;
  }
  return false;
}

void Hits::find_negations() {
  negations_found_ = true;
  negations_.clear();
  for (const Span& negation : words(WarningWordKind::negation)) {
    if (!inside_match(negation)) negations_.push_back(negation.end);
  }
  stops_.clear();
  for (std::size_t at = 0; at < text_.size(); ++at) {
    if (ends_sentence(text_, at)) stops_.push_back(static_cast<std::uint32_t>(at + 1));
  }
  for (const Span& turn : words(WarningWordKind::turn)) stops_.push_back(turn.end);
  std::sort(stops_.begin(), stops_.end());
}

std::vector<Span> Hits::select(WarningWordKind kind, bool negated) {
  std::vector<Span> found;
  for (const Span& word : words(kind)) {
    if (!inside_match(word)) found.push_back(word);
  }
  if (found.empty() || (words(WarningWordKind::negation).empty() && !negated)) return found;
  if (!negations_found_) find_negations();
  std::erase_if(found, [&](const Span& word) {
    const auto negation = std::upper_bound(negations_.begin(), negations_.end(), word.begin);
    const auto stop = std::upper_bound(stops_.begin(), stops_.end(), word.begin);
    const std::uint32_t from = stop == stops_.begin() ? 0 : *std::prev(stop);
    const bool reached = negation != negations_.begin() && *std::prev(negation) > from;
    return reached != negated;
  });
  return found;
}

bool Hits::inside_match(const Span& place) const {
  const auto next = std::upper_bound(covered_.begin(), covered_.end(), place.begin,
                                     [](std::uint32_t begin, const Span& span) { return begin < span.end; });
  return next != covered_.end() && overlap(*next, place);
}

}  // namespace cxrval::label
