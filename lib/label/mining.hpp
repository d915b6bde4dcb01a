// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "label/finder.hpp"
#include "label/sentence_counts.hpp"
#include "label/templates.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cxrval::label {

struct MiningLimits {
  std::size_t sentences = 100'000;  // different ones kept; about 400 bytes each
  std::size_t patterns = 200'000;   // different sets of sentences of a report kept; about 100 bytes each
};

// A frequent sentence in which no known template stands.
struct Candidate {
  std::string text;      // as it is compared
  std::string spelling;  // its most frequent spelling
  Sound sound = Sound::neutral;
  std::optional<Region> region;
  std::uint64_t reports = 0;
  std::uint64_t missed_at_most = 0;
  std::uint64_t in_normal_company = 0;
  std::uint64_t with_conclusion = 0;
  std::uint64_t conclusion_normal = 0;
  std::uint64_t abnormal_now = 0;  // of its reports, by the known templates
  std::uint64_t turned_alone = 0;  // reports that become normal if it is a template of its region; 0 without region
  std::uint64_t turned_added = 0;  // the same on top of all candidates above it; counts longer sentences that hold it
  bool proposed = false;           // normal, with a region, and in at least half of its reports in normal company
  std::size_t first_line = 0;
};

struct Mined {
  std::vector<Candidate> ranked;
  std::uint64_t normal_now = 0;  // reports with a description
  std::uint64_t abnormal_now = 0;
  std::uint64_t too_long = 0;           // sentences of more than 1,000 bytes, which can be no templates
  std::uint64_t dropped_at_most = 0;    // as SentenceCounts
  std::uint64_t patterns_left_out = 0;  // reports that turned_added knows nothing of
};

// Finds sentences that behave like missing templates. Rank: first those that sound normal and name one region, then the
// other ones that do not sound abnormal, then the rest; among them by the number of reports in which they stand in
// normal company (no other sentence nor the conclusion sounds abnormal), then by the number of reports, then by text.
class TemplateMiner {
 public:
  // The judge must outlive the miner.
  TemplateMiner(const std::vector<Template>& known, const SentenceJudge& judge, MiningLimits limits = {});

  // False for a report whose description is blank, which is not counted. `line` is for first_line. Throws base::Error
  // for text that is not UTF-8.
  bool add(std::string_view description, std::string_view conclusion, std::size_t line);

  // The sentences of at least `min_reports` reports.
  Mined rank(std::uint64_t min_reports) const;

 private:
  struct Pattern {
    unsigned missing = 0;
    std::vector<SentenceCounts::Id> sentences;  // ascending, of the missing regions

    auto operator<=>(const Pattern&) const = default;
  };
  struct Seen;

  void read_sentence(std::string_view piece, std::size_t line, std::vector<Seen>& seen);
  void keep_pattern(unsigned missing, const std::vector<Seen>& seen);
  void add_up(std::vector<Candidate>& ranked, const std::vector<SentenceCounts::Id>& ids) const;

  PhraseFinder known_;
  const SentenceJudge& judge_;
  MiningLimits limits_;
  SentenceCounts counts_;
  std::map<Pattern, std::uint64_t> patterns_;
  Mined totals_;
};

}  // namespace cxrval::label
