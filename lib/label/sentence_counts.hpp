// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "label/sound.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cxrval::label {

// What is known of one sentence, in reports since it was first kept.
struct SentenceCount {
  std::string text;                                              // as it is compared
  std::vector<std::pair<std::string, std::uint64_t>> spellings;  // the first eight, as they stand in the reports
  Sound sound = Sound::neutral;
  std::optional<Region> region;
  std::uint64_t reports = 0;
  std::uint64_t missed_at_most = 0;  // reports that may have held it before it was kept (again)
  std::array<std::uint64_t, 1U << region_count> by_missing{};  // reports by the regions that no template makes normal
  std::uint64_t in_normal_company = 0;  // reports in which no other sentence nor the conclusion sounds abnormal
  std::uint64_t with_conclusion = 0;
  std::uint64_t conclusion_normal = 0;
  std::size_t first_line = 0;  // of the table, of its first report
  std::uint64_t credit = 0;    // what is left of its reports in the algorithm below
};

// Counts sentences, exactly while they are at most `limit` different ones. Above that the lighter half is dropped, by
// the algorithm of Misra and Gries (Sci. Comput. Program. 2, 1982) in batches: the median count is taken from all, and
// those with nothing left go. So a sentence that stands in more than dropped_at_most() reports is always kept, and that
// number is at most 2 N / limit for N sentences in all.
class SentenceCounts {
 public:
  using Id = std::uint32_t;

  explicit SentenceCounts(std::size_t limit) : limit_(limit) {}

  // The sentence's id, new when it is not kept, whose count the caller then fills in.
  std::pair<Id, bool> keep(const std::string& text);
  SentenceCount& operator[](Id id) { return counts_.at(id); }
  const SentenceCount* find(Id id) const;
  // Counts a report of the sentence, in one of its spellings. Call prune() between reports.
  void count(Id id, std::string spelling);
  void prune();

  std::size_t size() const { return counts_.size(); }
  std::uint64_t dropped_at_most() const { return dropped_at_most_; }
  const std::unordered_map<Id, SentenceCount>& all() const { return counts_; }

 private:
  std::size_t limit_;
  Id next_ = 0;
  std::uint64_t dropped_at_most_ = 0;
  std::unordered_map<std::string, Id> ids_;
  std::unordered_map<Id, SentenceCount> counts_;
};

}  // namespace cxrval::label
