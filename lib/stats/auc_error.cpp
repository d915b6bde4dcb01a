// SPDX-License-Identifier: Apache-2.0
#include "stats/auc_error.hpp"

#include "base/parallel.hpp"
#include "stats/small_sample.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cxrval::stats {
namespace {

constexpr std::size_t block = 128;

}  // namespace

AucError::AucError(const Scored& scored, Unit unit) : scored_(scored) {
  if (unit == Unit::patient) {
    unit_of_study_.assign(scored.patients().begin(), scored.patients().end());
  } else {
    unit_of_study_.resize(scored.size());
    std::iota(unit_of_study_.begin(), unit_of_study_.end(), 0U);
  }
  const std::size_t units = unit == Unit::patient ? scored.patient_count() : scored.size();
  kinds_.resize(units);
  drawn_.resize(units);
  positive_.resize(units);
  negative_.resize(units);
  for (std::size_t i = 0; i < scored.size(); ++i) {
    std::uint8_t& kind = kinds_[unit_of_study_[i]];
    kind = static_cast<std::uint8_t>(kind | (scored.positive()[i] != 0 ? 2 : 1));
  }
}

AucError::Totals AucError::totals(StudyWeights weights) const {
  Totals sums;
  std::size_t i = 0;
  for (const std::uint32_t end : scored_.tie_ends()) {
    std::uint64_t here[2] = {0, 0};
    for (; i < end; ++i) here[scored_.positive()[i]] += weights[i];
    sums.twice_u += here[1] * (2 * sums.negatives + here[0]);
    sums.negatives += here[0];
    sums.positives += here[1];
  }
  return sums;
}

void AucError::add_deviations(StudyWeights weights, const Totals& totals) {
  std::fill(positive_.begin(), positive_.end(), 0);
  std::fill(negative_.begin(), negative_.end(), 0);
  const auto twice_u = static_cast<std::int64_t>(totals.twice_u);
  std::uint64_t below[2] = {0, 0};
  std::size_t begin = 0;
  for (const std::uint32_t end : scored_.tie_ends()) {
    std::uint64_t here[2] = {0, 0};
    for (std::size_t i = begin; i < end; ++i) here[scored_.positive()[i]] += weights[i];
    const std::uint64_t of_positive = (2 * below[0] + here[0]) * totals.positives;
    const std::uint64_t of_negative = (2 * (totals.positives - below[1]) - here[1]) * totals.negatives;
    const auto positive = static_cast<double>(static_cast<std::int64_t>(of_positive) - twice_u);
    const auto negative = static_cast<double>(static_cast<std::int64_t>(of_negative) - twice_u);
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint32_t unit = unit_of_study_[i];
      drawn_[unit] = weights[i];
      if (scored_.positive()[i] != 0) {
        positive_[unit] += positive;
      } else {
        negative_[unit] += negative;
      }
    }
    below[0] += here[0];
    below[1] += here[1];
    begin = end;
  }
}

AucError::Units AucError::count_units() const {
  Units units;
  for (std::size_t unit = 0; unit < kinds_.size(); ++unit) {
    units.all += drawn_[unit];
    units.positive += (kinds_[unit] & 2) != 0 ? drawn_[unit] : 0;
    units.negative += (kinds_[unit] & 1) != 0 ? drawn_[unit] : 0;
  }
  return units;
}

std::optional<AucWithError> AucError::operator()(StudyWeights weights) {
  const Totals sums = totals(weights);
  if (sums.positives == 0 || sums.negatives == 0) return std::nullopt;
  const double positives = static_cast<double>(sums.positives);
  const double negatives = static_cast<double>(sums.negatives);
  AucWithError result{static_cast<double>(sums.twice_u) / (2 * positives * negatives), {}};
  add_deviations(weights, sums);
  const Units units = count_units();
  if (units.positive < 2 || units.negative < 2) return result;
  double ten = 0;
  double one = 0;
  double both = 0;
  for (std::size_t unit = 0; unit < kinds_.size(); ++unit) {
    const double times = drawn_[unit];
    ten += times * positive_[unit] * positive_[unit];
    one += times * negative_[unit] * negative_[unit];
    both += times * positive_[unit] * negative_[unit];
  }
  const double pairs = positives * negatives;
  const double square = small_sample_factor(units.positive) * ten / (positives * positives) +
                        small_sample_factor(units.negative) * one / (negatives * negatives) +
                        small_sample_factor(units.all) * 2 * both / pairs;
  result.standard_error = std::sqrt(std::max(0.0, square)) / (2 * pairs);
  return result;
}

std::vector<std::optional<AucWithError>> resample_auc_errors(const Scored& scored, const ScoreResampling& wanted) {
  const StudyDraws draws(scored, wanted.design);
  const AucError error(scored, wanted.design.unit);
  std::vector<std::size_t> begins;
  for (std::size_t begin = 0; begin < wanted.resamples; begin += block) begins.push_back(begin);
  std::vector<std::optional<AucWithError>> values;
  values.reserve(wanted.resamples);
  base::ordered_parallel_map(
      begins, wanted.threads,
      [&](std::size_t begin) {
        AucError own = error;
        std::vector<std::uint8_t> counts(draws.units());
        std::vector<std::uint32_t> weights(scored.size());
        std::vector<std::optional<AucWithError>> found;
        for (std::size_t i = begin; i < std::min(wanted.resamples, begin + block); ++i) {
          draws.draw(i, counts);
          draws.spread(counts, weights);
          found.push_back(own(weights));
        }
        return found;
      },
      [&](const std::vector<std::optional<AucWithError>>& found) {
        values.insert(values.end(), found.begin(), found.end());
      });
  return values;
}

}  // namespace cxrval::stats
