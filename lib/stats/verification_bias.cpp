// SPDX-License-Identifier: Apache-2.0
#include "stats/verification_bias.hpp"

#include "stats/linearised.hpp"
#include "stats/normal.hpp"
#include "stats/small_sample.hpp"

#include <cmath>

namespace cxrval::stats {
namespace {

// Studies with one result of the AI: verified ones that are abnormal and normal, and those without truth.
struct Result {
  double abnormal = 0;
  double normal = 0;
  double unverified = 0;

  double verified() const { return abnormal + normal; }
  double raised() const { return verified() == 0 ? 1 : 1 + unverified / verified(); }
  bool known() const { return verified() > 0 || unverified == 0; }
};

Result positive(const PartlyVerified& studies) {
  const RealCells c = real_cells(studies.verified);
  return {c.tp, c.fp, static_cast<double>(studies.unverified_positive)};
}

Result negative(const PartlyVerified& studies) {
  const RealCells c = real_cells(studies.verified);
  return {c.fn, c.tn, static_cast<double>(studies.unverified_negative)};
}

// Slopes of a measure in the three counts of a result, from those in its two corrected cells, which are abnormal times
// raised and normal times raised.
Result slopes_of(const Result& counts, double abnormal, double normal) {
  if (counts.verified() == 0) return {abnormal, normal, 0};
  const double share = counts.abnormal / counts.verified();
  const double of_unverified = share * abnormal + (1 - share) * normal;
  const double lost = counts.unverified / counts.verified();
  return {counts.raised() * abnormal - lost * of_unverified, counts.raised() * normal - lost * of_unverified,
          of_unverified};
}

double influence(const Result& slopes, const Result& counts) {
  return slopes.abnormal * counts.abnormal + slopes.normal * counts.normal + slopes.unverified * counts.unverified;
}

PartlyVerified times(const PartlyVerified& studies, std::uint64_t count) {
  const Confusion& c = studies.verified;
  return {{c.tp * count, c.fp * count, c.fn * count, c.tn * count},
          studies.unverified_positive * count,
          studies.unverified_negative * count};
}

std::uint64_t count_of(std::span<const PartlyVerifiedUnits> units) {
  std::uint64_t count = 0;
  for (const PartlyVerifiedUnits& kind : units) count += kind.count;
  return count;
}

}  // namespace

PartlyVerified& PartlyVerified::operator+=(const PartlyVerified& other) {
  verified += other.verified;
  unverified_positive += other.unverified_positive;
  unverified_negative += other.unverified_negative;
  return *this;
}

std::optional<RealCells> corrected_cells(const PartlyVerified& studies) {
  const Result called = positive(studies);
  const Result cleared = negative(studies);
  if (!called.known() || !cleared.known()) return std::nullopt;
  return RealCells{called.abnormal * called.raised(), called.normal * called.raised(),
                   cleared.abnormal * cleared.raised(), cleared.normal * cleared.raised()};
}

Estimated corrected(Measure measure, std::span<const PartlyVerifiedUnits> units, bool small_sample) {
  PartlyVerified total;
  for (const PartlyVerifiedUnits& kind : units) total += times(kind.studies, kind.count);
  const auto cells = corrected_cells(total);
  if (!cells) return {};
  const auto slopes = gradient(measure, *cells);
  if (!slopes) return {};
  const Result called = slopes_of(positive(total), slopes->tp, slopes->fp);
  const Result cleared = slopes_of(negative(total), slopes->fn, slopes->tn);
  double variance = 0;
  for (const PartlyVerifiedUnits& kind : units) {
    const double of_unit = influence(called, positive(kind.studies)) + influence(cleared, negative(kind.studies));
    variance += static_cast<double>(kind.count) * of_unit * of_unit;
  }
  const std::uint64_t count = count_of(units);
  if (small_sample && count > 1) variance *= small_sample_factor(count);
  return {value_of(measure, *cells), std::sqrt(variance)};
}

Limits corrected_limits(Measure measure, std::span<const PartlyVerifiedUnits> units, const CorrectedInterval& wanted) {
  const LimitsRule rule{scale_within_range(measure), z_of(wanted.level), range_of(measure)};
  const Estimated found = corrected(measure, units, wanted.student);
  if (!wanted.student) return symmetric_limits(found, rule);
  return student_limits(found, rule, wanted.level, static_cast<double>(count_of(units)) - 1);
}

}  // namespace cxrval::stats
