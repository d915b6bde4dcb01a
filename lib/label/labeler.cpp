// SPDX-License-Identifier: Apache-2.0
#include "label/labeler.hpp"

#include "base/error.hpp"
#include "label/passage_cache.hpp"
#include "text/html.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace cxrval::label {
namespace {

using text::Step;

constexpr std::size_t export_limit = 1024;
constexpr std::size_t trimmed_at_most = 24;
// One such word or letter may be a name in another language.
constexpr std::uint32_t least_signs = 2;

Label label_of(RegionBits normal, RegionBits wanted) {
  return (normal & wanted) == wanted ? Label::normal : Label::abnormal;
}

// What the passages of one text say together.
struct Summary {
  Ladder ladder;
  std::array<Match, region_count> matches;
  bool blank = true;
  bool side = false;
  bool remainder = false;
  bool old_film = false;
  bool says_normal = false;
  bool was_nfc = true;
  std::size_t mojibake = 0;
  std::size_t legacy_words = 0;
  std::vector<Span> findings;
  std::vector<NearMiss> near_misses;

  // Keeps the room of the lists.
  void clear() {
    std::vector<Span> spans = std::move(findings);
    std::vector<NearMiss> misses = std::move(near_misses);
    spans.clear();
    misses.clear();
    *this = Summary();
    findings = std::move(spans);
    near_misses = std::move(misses);
  }
};

Span moved(Span span, std::size_t offset) {
  return {static_cast<std::uint32_t>(span.begin + offset), static_cast<std::uint32_t>(span.end + offset)};
}

void add_near_miss(const NearMiss& miss, std::vector<NearMiss>& nearest) {
  const auto same =
      std::find_if(nearest.begin(), nearest.end(), [&](const NearMiss& kept) { return kept.region == miss.region; });
  if (same == nearest.end()) {
    nearest.push_back(miss);
  } else if (nearer(miss, *same)) {
    *same = miss;
  }
}

// `offset` and `line` say where the passage begins, both from 0.
void add_passage(const Passage& passage, std::size_t offset, std::size_t line, Summary& sum) {
  for (std::size_t i = 0; i < region_count; ++i) {
    const Match& match = passage.matches[i];
    if (match.template_number == 0 || sum.matches[i].template_number != 0) continue;
    sum.matches[i] = match;
    sum.matches[i].place = moved(match.place, offset);
    sum.matches[i].line = static_cast<std::uint32_t>(match.line + line);
  }
  sum.ladder |= passage.ladder;
  sum.blank &= passage.blank;
  sum.side |= passage.side;
  sum.remainder |= passage.remainder;
  sum.old_film |= passage.old_film;
  sum.says_normal |= passage.says_normal;
  sum.was_nfc &= passage.was_nfc;
  sum.mojibake += passage.mojibake;
  sum.legacy_words += passage.legacy_words;
  for (const Span& finding : passage.findings) sum.findings.push_back(moved(finding, offset));
  for (const NearMiss& miss : passage.near_misses) add_near_miss(miss, sum.near_misses);
}

void add_length_warnings(std::string_view description, Warnings& warnings) {
  if (text::has_length_of_cut(description, export_limit)) {
    warnings.add(Warning::truncated_1024);
  } else if (text::is_little_shorter_than_cut(description, export_limit, trimmed_at_most)) {
    warnings.add(Warning::near_1024);
  }
}

}  // namespace

std::string_view to_string(Label label) {
  switch (label) {
    case Label::normal:
      return "normal";
    case Label::abnormal:
      return "abnormal";
    case Label::unlabelled:
      break;
  }
  return "unlabelled";
}

class Labeler::Impl {
 public:
  explicit Impl(const LabelerOptions& options)
      : steps_(options.rules.steps),
        empty_is_abnormal_(options.empty_is_abnormal),
        by_lines_(options.by_lines && !steps_.has(Step::join_lines)),
        reader_(options.rules),
        passages_(options.rules) {}

  Verdict label(std::string_view description, std::string_view conclusion) {
    if (description.size() > longest_description) throw base::Error("description of more than 1 MiB");
    Verdict verdict;
    read(description, sum_);
    verdict.empty = sum_.blank;
    if (sum_.blank && !empty_is_abnormal_) return verdict;
    set_labels(verdict);
    if (!sum_.blank) add_warnings(description, verdict);
    if (!conclusion.empty()) add_conclusion_warnings(conclusion, verdict);
    return verdict;
  }

 private:
  void read(std::string_view text, Summary& sum);
  void set_labels(Verdict& verdict) const;
  void add_warnings(std::string_view description, Verdict& verdict);
  void add_conclusion_warnings(std::string_view conclusion, Verdict& verdict);

  text::Steps steps_;
  bool empty_is_abnormal_;
  bool by_lines_;
  PassageReader reader_;
  PassageCache passages_;
  Summary sum_;
  Summary conclusion_;
};

// Lines are passages: a match never leaves its line. A tag that spans lines makes the text one passage.
void Labeler::Impl::read(std::string_view text, Summary& sum) {
  sum.clear();
  const bool may_span = steps_.has(Step::html) && text.find('<') != std::string_view::npos;
  if (!by_lines_ || (may_span && text::markup_spans_lines(text))) {
    add_passage(by_lines_ ? passages_.read(text) : reader_.read(text), 0, 0, sum);
  } else {
    std::size_t begin = 0;
    std::size_t earlier_breaks = 0;
    while (begin < text.size()) {
      const std::size_t feed = std::min(text.find('\n', begin), text.size());
      std::string_view line = text.substr(begin, feed - begin);
      if (feed < text.size() && line.ends_with('\r')) line.remove_suffix(1);
      if (!line.empty()) {
        const Passage& passage = passages_.read(line);
        add_passage(passage, begin, earlier_breaks, sum);
        earlier_breaks += passage.line_breaks;
      }
      ++earlier_breaks;
      begin = feed + 1;
    }
  }
  std::sort(sum.near_misses.begin(), sum.near_misses.end(),
            [](const NearMiss& a, const NearMiss& b) { return a.region < b.region; });
}

void Labeler::Impl::set_labels(Verdict& verdict) const {
  const RegionBits normal = sum_.ladder[text::step_count];
  verdict.label = label_of(normal, all_regions);
  verdict.strict = label_of(sum_.ladder[0], all_regions);
  verdict.matches = sum_.matches;
  for (unsigned i = 0; i < region_count; ++i) verdict.regions[i] = label_of(normal, 1U << i);
  Label before = verdict.strict;
  for (std::size_t i = 0; i < text::step_count; ++i) {
    const Label after = label_of(sum_.ladder[i + 1], all_regions);
    if (after != before) verdict.changed_by = verdict.changed_by.with(static_cast<Step>(i));
    before = after;
  }
}

void Labeler::Impl::add_warnings(std::string_view description, Verdict& verdict) {
  Warnings& warnings = verdict.warnings;
  const auto add_if = [&warnings](bool holds, Warning warning) {
    if (holds) warnings.add(warning);
  };
  add_if(sum_.side, Warning::laterality);
  add_if(sum_.remainder, Warning::remainder);
  add_if(sum_.old_film, Warning::old_film);
  add_length_warnings(description, warnings);
  add_if(sum_.mojibake >= least_signs, Warning::mojibake);
  add_if(sum_.legacy_words >= least_signs && sum_.mojibake < least_signs, Warning::legacy_charset);
  add_if(!sum_.was_nfc, Warning::not_normalized);
  if (verdict.label == Label::normal) {
    verdict.findings = std::move(sum_.findings);
    add_if(!verdict.findings.empty(), Warning::abnormal_words);
    return;
  }
  for (NearMiss& miss : sum_.near_misses) {
    if (verdict.regions[static_cast<std::size_t>(miss.region)] == Label::normal) continue;
    verdict.near_misses.push_back(std::move(miss));
  }
  add_if(!verdict.near_misses.empty(), Warning::near_miss);
}

void Labeler::Impl::add_conclusion_warnings(std::string_view conclusion, Verdict& verdict) {
  if (conclusion.size() > longest_description) throw base::Error("conclusion of more than 1 MiB");
  read(conclusion, conclusion_);
  const bool findings = !conclusion_.findings.empty();
  if (verdict.label == Label::normal) {
    if (findings) verdict.warnings.add(Warning::abnormal_conclusion);
  } else if (conclusion_.says_normal && !findings) {
    verdict.warnings.add(Warning::normal_conclusion);
  }
}

Labeler::Labeler(const std::vector<Template>& templates)
    : Labeler([&] {
        LabelerOptions options;
        options.rules.templates = templates;
        return options;
      }()) {}

Labeler::Labeler(const LabelerOptions& options) : impl_(std::make_unique<Impl>(options)) {}
Labeler::~Labeler() = default;
Labeler::Labeler(Labeler&&) noexcept = default;
Labeler& Labeler::operator=(Labeler&&) noexcept = default;

Verdict Labeler::label(std::string_view description, std::string_view conclusion) const {
  return impl_->label(description, conclusion);
}

}  // namespace cxrval::label
