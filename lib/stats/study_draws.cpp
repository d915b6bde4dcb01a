// SPDX-License-Identifier: Apache-2.0
#include "stats/study_draws.hpp"

#include "stats/auc_sweep.hpp"
#include "stats/equal_draws.hpp"

#include <algorithm>
#include <numeric>

namespace cxrval::stats {
namespace {

// Numbers units from 0, the positive ones behind the others, each kind in its order.
std::vector<std::uint32_t> by_stratum(std::span<const std::uint8_t> positive) {
  auto next_positive = static_cast<std::uint32_t>(std::count(positive.begin(), positive.end(), 0));
  std::uint32_t next_negative = 0;
  std::vector<std::uint32_t> numbers;
  numbers.reserve(positive.size());
  for (const std::uint8_t truth : positive) numbers.push_back(truth != 0 ? next_positive++ : next_negative++);
  return numbers;
}

}  // namespace

StudyDraws::StudyDraws(const Scored& scored, const DrawDesign& design) : design_(design) {
  if (design.unit == Unit::study) {
    number_studies(scored);
  } else {
    number_patients(scored);
  }
  units_ = std::accumulate(strata_.begin(), strata_.end(), std::size_t{0});
}

void StudyDraws::number_studies(const Scored& scored) {
  if (design_.stratified) {
    unit_of_study_ = by_stratum(scored.positive());
    strata_ = {static_cast<std::uint32_t>(scored.negatives()), static_cast<std::uint32_t>(scored.positives())};
    return;
  }
  unit_of_study_ = sweep_places(scored.size());
  strata_ = {static_cast<std::uint32_t>(scored.size())};
}

void StudyDraws::number_patients(const Scored& scored) {
  unit_of_study_.assign(scored.patients().begin(), scored.patients().end());
  strata_ = {scored.patient_count()};
  if (!design_.stratified) return;
  std::vector<std::uint8_t> any_positive(scored.patient_count());
  for (std::size_t i = 0; i < scored.size(); ++i) {
    if (scored.positive()[i] != 0) any_positive[scored.patients()[i]] = 1;
  }
  const std::vector<std::uint32_t> numbers = by_stratum(any_positive);
  for (std::uint32_t& unit : unit_of_study_) unit = numbers[unit];
  const auto positives = static_cast<std::uint32_t>(std::count(any_positive.begin(), any_positive.end(), 1));
  strata_ = {scored.patient_count() - positives, positives};
}

void StudyDraws::draw(std::uint64_t index, std::span<std::uint8_t> counts) const {
  WideRandom random(design_.seed, index);
  std::size_t begin = 0;
  for (const std::uint32_t size : strata_) {
    draw_equally(random, counts.subspan(begin, size));
    begin += size;
  }
}

void StudyDraws::spread(std::span<const std::uint8_t> counts, std::span<std::uint32_t> weights) const {
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = counts[unit_of_study_[i]];
}

}  // namespace cxrval::stats
