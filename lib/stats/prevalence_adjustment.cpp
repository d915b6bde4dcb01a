// SPDX-License-Identifier: Apache-2.0
#include "stats/prevalence_adjustment.hpp"

#include "stats/normal.hpp"

#include <stdexcept>

namespace cxrval::stats {
namespace {

// By the chain rule through the share of each cell in its row of the truth.
std::optional<Gradient> gradient_at(Measure measure, const Confusion& counts, double prevalence) {
  const auto cells = cells_at(counts, prevalence);
  if (!cells) return std::nullopt;
  const auto slopes = gradient(measure, *cells);
  if (!slopes) return std::nullopt;
  const RealCells c = real_cells(counts);
  const double sensitivity = (slopes->tp - slopes->fn) * prevalence / (c.positives() * c.positives());
  const double specificity = (slopes->tn - slopes->fp) * (1 - prevalence) / (c.negatives() * c.negatives());
  return Gradient{sensitivity * c.fn, -specificity * c.tn, -sensitivity * c.tp, specificity * c.fp};
}

}  // namespace

std::optional<RealCells> cells_at(const Confusion& counts, double prevalence) {
  if (!(prevalence > 0 && prevalence < 1)) throw std::invalid_argument("prevalence outside 0..1");
  const RealCells c = real_cells(counts);
  if (c.positives() == 0 || c.negatives() == 0) return std::nullopt;
  const double positive = prevalence / c.positives();
  const double negative = (1 - prevalence) / c.negatives();
  return RealCells{c.tp * positive, c.fp * negative, c.fn * positive, c.tn * negative};
}

std::optional<double> value_at(Measure measure, const Confusion& counts, double prevalence) {
  const auto cells = cells_at(counts, prevalence);
  if (!cells) return std::nullopt;
  return value_of(measure, *cells);
}

Estimated linearised_at(Measure measure, std::span<const Cluster> units, double prevalence, const Design& design) {
  const Confusion counts = total_of(units);
  const auto slopes = gradient_at(measure, counts, prevalence);
  if (!slopes) return {};
  return {value_at(measure, counts, prevalence), standard_error(*slopes, units, design)};
}

Limits limits_at(Measure measure, std::span<const Cluster> units, const AdjustedInterval& wanted) {
  if (!cells_at(total_of(units), wanted.prevalence)) return no_limits("sensitivity or specificity is undefined");
  const Estimated found = linearised_at(measure, units, wanted.prevalence, wanted.design);
  const LimitsRule rule{scale_within_range(measure), z_of(wanted.level), range_of(measure)};
  if (!wanted.student) return symmetric_limits(found, rule);
  return student_limits(found, rule, wanted.level, degrees_of(units, wanted.design));
}

}  // namespace cxrval::stats
