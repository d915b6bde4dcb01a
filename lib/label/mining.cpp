// SPDX-License-Identifier: Apache-2.0
#include "label/mining.hpp"

#include "text/normalize.hpp"

#include <algorithm>
#include <tuple>

namespace cxrval::label {
namespace {

constexpr std::size_t longest_sentence = 1000;              // read_templates takes no longer ones
constexpr std::size_t longest_list = std::size_t{1} << 16;  // nor longer lists: what comes below is not added up
constexpr std::size_t most_sentences = 1000;                // of a report; what stands behind them is not mined
constexpr unsigned every_region = (1U << region_count) - 1;

unsigned bit(Region region) {
  return 1U << static_cast<unsigned>(region);
}

std::string forms_of(const std::string& phrase) {
  return text::normalized(phrase);
}

PhraseFinder finder_of(const std::vector<Template>& templates) {
  std::vector<std::pair<std::string, PhraseFinder::Bits>> phrases;
  for (const Template& one : templates) phrases.emplace_back(forms_of(one.phrase), bit(one.region));
  return PhraseFinder(phrases);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Where the sentence that begins at `begin` ends: a line break, a semicolon, `!`, or a full stop outside a number.
std::size_t sentence_end(std::string_view text, std::size_t begin) {
  for (std::size_t at = begin; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n' || c == '\r' || c == ';' || c == '!') return at;
    const bool in_number = at > 0 && is_digit(text[at - 1]) && at + 1 < text.size() && is_digit(text[at + 1]);
    if (c == '.' && !in_number) return at;
  }
  return text.size();
}

// Without blanks and signs at its ends: bullets, dashes, numbers of a list, a comma left behind.
std::string_view trimmed(std::string_view text) {
  constexpr std::string_view before = " \t-+*>#=_.,:)";
  constexpr std::string_view behind = " \t-+*,:";
  const auto strip_front = [&](std::string_view signs) {
    text.remove_prefix(std::min(text.find_first_not_of(signs), text.size()));
  };
  strip_front(before);
  for (const std::string_view bullet : {"•", "–", "—", "·", "▪", "●", "✓"}) {
    if (text.starts_with(bullet)) {
      text.remove_prefix(bullet.size());
      strip_front(before);
    }
  }
  const std::size_t number = std::min(text.find_first_not_of("0123456789"), text.size());
  if (number > 0 && number < text.size() && text[number] == ')') {
    text.remove_prefix(number + 1);
    strip_front(before);
  }
  const std::size_t last = text.find_last_not_of(behind);
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

bool has_letter(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  });
}

int tier(const SentenceCount& count) {
  if (count.sound == Sound::abnormal) return 2;
  return count.sound == Sound::normal && count.region ? 0 : 1;
}

Candidate candidate_of(const SentenceCount& count) {
  Candidate made;
  made.text = count.text;
  const auto rarer = [](const auto& l, const auto& r) { return l.second < r.second; };
  made.spelling = std::max_element(count.spellings.begin(), count.spellings.end(), rarer)->first;
  made.sound = count.sound;
  made.region = count.region;
  made.reports = count.reports;
  made.missed_at_most = count.missed_at_most;
  made.in_normal_company = count.in_normal_company;
  made.with_conclusion = count.with_conclusion;
  made.conclusion_normal = count.conclusion_normal;
  made.abnormal_now = count.reports - count.by_missing[0];
  if (count.region) made.turned_alone = count.by_missing[bit(*count.region)];
  made.proposed = tier(count) == 0 && 2 * count.in_normal_company >= count.reports;
  made.first_line = count.first_line;
  return made;
}

}  // namespace

// A sentence of the report at hand.
struct TemplateMiner::Seen {
  SentenceCounts::Id id = 0;
  std::string spelling;
};

TemplateMiner::TemplateMiner(const std::vector<Template>& known, const SentenceJudge& judge, MiningLimits limits)
    : known_(finder_of(known)), judge_(judge), limits_(limits), counts_(limits.sentences) {}

void TemplateMiner::read_sentence(std::string_view piece, std::size_t line, std::vector<Seen>& seen) {
  const std::string normal_form = text::normalized(piece);
  // What HTML makes a line break of parts the piece once more; then the form stands for the spelling.
  const bool one_line = normal_form.find('\n') == std::string::npos;
  for (std::size_t begin = 0; begin < normal_form.size();) {
    const std::size_t end = sentence_end(normal_form, begin);
    const std::string text(trimmed(std::string_view(normal_form).substr(begin, end - begin)));
    begin = end + 1;
    if (!has_letter(text) || known_.find(text) != 0) continue;
    if (text.size() > longest_sentence) {
      ++totals_.too_long;
      continue;
    }
    const auto [id, is_new] = counts_.keep(text);
    if (is_new) {
      counts_[id].sound = judge_.sound(text);
      counts_[id].region = judge_.region(text);
      counts_[id].first_line = line;
    }
    const auto same = [id = id](const Seen& other) { return other.id == id; };
    if (std::any_of(seen.begin(), seen.end(), same)) continue;
    seen.push_back({id, one_line ? std::string(trimmed(piece)) : text});
  }
}

bool TemplateMiner::add(std::string_view description, std::string_view conclusion, std::size_t line) {
  const std::string whole = text::normalized(description);
  if (whole.find_first_not_of('\n') == std::string::npos) return false;
  const unsigned missing = ~known_.find(whole) & every_region;
  ++(missing == 0 ? totals_.normal_now : totals_.abnormal_now);

  std::vector<Seen> seen;
  for (std::size_t begin = 0; begin < description.size();) {
    const std::size_t end = sentence_end(description, begin);
    if (seen.size() < most_sentences) read_sentence(description.substr(begin, end - begin), line, seen);
    begin = end + 1;
  }
  const std::string concluded = text::normalized(conclusion);
  const bool has_conclusion = has_letter(concluded);
  const Sound conclusion_sound = has_conclusion ? judge_.sound(concluded) : Sound::neutral;
  std::size_t abnormal = conclusion_sound == Sound::abnormal ? 1 : 0;
  for (const Seen& one : seen) abnormal += counts_[one.id].sound == Sound::abnormal ? 1 : 0;

  if (missing != 0) keep_pattern(missing, seen);
  for (Seen& one : seen) {
    counts_.count(one.id, std::move(one.spelling));
    SentenceCount& count = counts_[one.id];
    ++count.by_missing[missing];
    if (abnormal == (count.sound == Sound::abnormal ? 1U : 0U)) ++count.in_normal_company;
    if (has_conclusion) ++count.with_conclusion;
    if (conclusion_sound == Sound::normal) ++count.conclusion_normal;
  }
  counts_.prune();
  return true;
}

// Only what sentences of the missing regions can mend is worth remembering.
void TemplateMiner::keep_pattern(unsigned missing, const std::vector<Seen>& seen) {
  Pattern pattern{missing, {}};
  unsigned mended = 0;
  for (const Seen& one : seen) {
    const SentenceCount& count = counts_[one.id];
    if (count.sound == Sound::abnormal || !count.region || (bit(*count.region) & missing) == 0) continue;
    pattern.sentences.push_back(one.id);
    mended |= bit(*count.region);
  }
  if (mended != missing) return;
  std::sort(pattern.sentences.begin(), pattern.sentences.end());
  const auto known = patterns_.find(pattern);
  if (known != patterns_.end()) {
    ++known->second;
  } else if (patterns_.size() < limits_.patterns) {
    patterns_.emplace(std::move(pattern), 1);
  } else {
    ++totals_.patterns_left_out;
  }
}

Mined TemplateMiner::rank(std::uint64_t min_reports) const {
  std::vector<std::pair<SentenceCounts::Id, const SentenceCount*>> kept;
  for (const auto& [id, count] : counts_.all()) {
    if (count.reports >= min_reports) kept.emplace_back(id, &count);
  }
  std::sort(kept.begin(), kept.end(), [](const auto& l, const auto& r) {
    const auto key = [](const SentenceCount& c) {
      return std::tuple(tier(c), ~c.in_normal_company, ~c.reports, std::string_view(c.text));
    };
    return key(*l.second) < key(*r.second);
  });
  Mined mined = totals_;
  mined.dropped_at_most = counts_.dropped_at_most();
  std::vector<SentenceCounts::Id> ids;
  for (const auto& [id, count] : kept) {
    mined.ranked.push_back(candidate_of(*count));
    ids.push_back(id);
  }
  add_up(mined.ranked, ids);
  return mined;
}

void TemplateMiner::add_up(std::vector<Candidate>& ranked, const std::vector<SentenceCounts::Id>& ids) const {
  using Entry = std::pair<const Pattern, std::uint64_t>;
  std::unordered_map<SentenceCounts::Id, std::vector<const Entry*>> with;
  for (const Entry& entry : patterns_) {
    for (const SentenceCounts::Id id : entry.first.sentences) with[id].push_back(&entry);
  }
  std::unordered_map<SentenceCounts::Id, unsigned> mends;  // the regions whose new templates stand in the sentence
  std::unordered_map<const Entry*, bool> turned;
  const auto is_mended = [&](const Pattern& pattern) {
    unsigned regions = 0;
    for (const SentenceCounts::Id id : pattern.sentences) {
      const auto found = mends.find(id);
      if (found != mends.end()) regions |= found->second;
    }
    return (regions & pattern.missing) == pattern.missing;
  };
  std::size_t length = 0;
  for (Candidate& top : ranked) {
    if (top.sound == Sound::abnormal || !top.region) continue;
    length += top.text.size();
    if (length > longest_list) return;
    for (std::size_t i = 0; i < ranked.size(); ++i) {
      if (ranked[i].text.find(top.text) == std::string::npos) continue;
      mends[ids[i]] |= bit(*top.region);
      for (const Entry* entry : with[ids[i]]) {
        if (turned[entry] || !is_mended(entry->first)) continue;
        turned[entry] = true;
        top.turned_added += entry->second;
      }
    }
  }
}

}  // namespace cxrval::label
