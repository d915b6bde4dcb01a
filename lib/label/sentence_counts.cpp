// SPDX-License-Identifier: Apache-2.0
#include "label/sentence_counts.hpp"

#include <algorithm>

namespace cxrval::label {
namespace {

constexpr std::size_t most_spellings = 8;

}  // namespace

std::pair<SentenceCounts::Id, bool> SentenceCounts::keep(const std::string& text) {
  const auto [known, is_new] = ids_.emplace(text, next_);
  if (is_new) {
    SentenceCount& count = counts_[next_++];
    count.text = text;
    count.missed_at_most = dropped_at_most_;
  }
  return {known->second, is_new};
}

const SentenceCount* SentenceCounts::find(Id id) const {
  const auto found = counts_.find(id);
  return found == counts_.end() ? nullptr : &found->second;
}

void SentenceCounts::count(Id id, std::string spelling) {
  SentenceCount& count = counts_.at(id);
  ++count.reports;
  ++count.credit;
  const auto same = [&](const auto& known) { return known.first == spelling; };
  const auto known = std::find_if(count.spellings.begin(), count.spellings.end(), same);
  if (known != count.spellings.end()) {
    ++known->second;
  } else if (count.spellings.size() < most_spellings) {
    count.spellings.emplace_back(std::move(spelling), 1);
  }
}

void SentenceCounts::prune() {
  if (counts_.size() <= limit_) return;
  std::vector<std::uint64_t> credits;
  for (const auto& [id, count] : counts_) credits.push_back(count.credit);
  const auto median = credits.begin() + static_cast<std::ptrdiff_t>(credits.size() / 2);
  std::nth_element(credits.begin(), median, credits.end());
  const std::uint64_t taken = *median;
  dropped_at_most_ += taken;
  for (auto at = counts_.begin(); at != counts_.end();) {
    if (at->second.credit > taken) {
      at->second.credit -= taken;
      ++at;
    } else {
      ids_.erase(at->second.text);
      at = counts_.erase(at);
    }
  }
}

}  // namespace cxrval::label
