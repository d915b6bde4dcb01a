// SPDX-License-Identifier: Apache-2.0
#include "stats/scored.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace cxrval::stats {
namespace {

constexpr std::size_t most_studies = 2'000'000'000;

}  // namespace

Scored::Scored(std::vector<ScoredStudy> studies) {
  if (studies.size() > most_studies) throw base::Error("more than 2e9 studies with scores");
  for (ScoredStudy& study : studies) {
    if (!std::isfinite(study.score)) throw base::Error("a score is not finite");
    if (study.score == 0) study.score = 0;  // of -0 and 0, which are one score, the sign would be the first one's
  }
  std::sort(studies.begin(), studies.end(), [](const ScoredStudy& l, const ScoredStudy& r) {
    return std::tie(l.score, l.positive, l.patient) < std::tie(r.score, r.positive, r.patient);
  });
  std::vector<std::uint32_t> known;
  known.reserve(studies.size());
  for (const ScoredStudy& study : studies) known.push_back(study.patient);
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  patient_count_ = static_cast<std::uint32_t>(known.size());
  for (const ScoredStudy& study : studies) {
    if (!scores_.empty() && scores_.back() != study.score) tie_ends_.push_back(static_cast<std::uint32_t>(size()));
    scores_.push_back(study.score);
    positive_.push_back(study.positive ? 1 : 0);
    positives_ += study.positive ? 1 : 0;
    const auto at = std::lower_bound(known.begin(), known.end(), study.patient);
    patients_.push_back(static_cast<std::uint32_t>(at - known.begin()));
  }
  if (!scores_.empty()) tie_ends_.push_back(static_cast<std::uint32_t>(size()));
}

}  // namespace cxrval::stats
