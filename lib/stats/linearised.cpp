// SPDX-License-Identifier: Apache-2.0
#include "stats/linearised.hpp"

#include "stats/normal.hpp"
#include "stats/small_sample.hpp"

#include <array>
#include <cmath>
#include <stdexcept>

namespace cxrval::stats {
namespace {

// (weight of the cell - measure * its weight below) / denominator, as one fraction.
double slope(std::int64_t above, std::int64_t below, double numerator, double denominator) {
  return (static_cast<double>(above) * denominator - static_cast<double>(below) * numerator) /
         (denominator * denominator);
}

Gradient of_ratio(const LinearRatio& ratio, const RealCells& c) {
  const Weights& a = ratio.numerator;
  const Weights& d = ratio.denominator;
  const double above = a.dot(c);
  const double below = d.dot(c);
  return {slope(a.tp, d.tp, above, below), slope(a.fp, d.fp, above, below), slope(a.fn, d.fn, above, below),
          slope(a.tn, d.tn, above, below)};
}

Gradient of_youden(const RealCells& c, double factor) {
  const double p = c.positives() * c.positives();
  const double n = c.negatives() * c.negatives();
  return {factor * c.fn / p, -factor * c.tn / n, -factor * c.tp / p, factor * c.fp / n};
}

// (tp tn - fp fn) / sqrt(P N called cleared), each slope as a sum in which no digits cancel.
Gradient of_mcc(const RealCells& c) {
  const double p = c.positives();
  const double n = c.negatives();
  const double called = c.tp + c.fp;
  const double cleared = c.tn + c.fn;
  const double scale = 2 * std::sqrt(p) * std::sqrt(n) * std::sqrt(called) * std::sqrt(cleared);
  const double right = c.tp * c.tn;
  const double wrong = c.fp * c.fn;
  const double of_right = ((c.fp + c.fn) * (right + wrong) + 2 * wrong * (c.tp + c.tn)) / scale;
  const double of_wrong = ((c.tp + c.tn) * (right + wrong) + 2 * right * (c.fp + c.fn)) / scale;
  return {of_right / (p * called), -of_wrong / (n * called), -of_wrong / (p * cleared), of_right / (n * cleared)};
}

Gradient of_kappa(const RealCells& c, double kappa) {
  const double p = c.positives();
  const double n = c.negatives();
  const double called = c.tp + c.fp;
  const double cleared = c.tn + c.fn;
  const double chance = called * n + cleared * p;
  return {(2 * c.tn - kappa * (n + cleared)) / chance, (-2 * c.fn - kappa * (n + called)) / chance,
          (-2 * c.fp - kappa * (p + cleared)) / chance, (2 * c.tp - kappa * (p + called)) / chance};
}

// Written without a division by the counts above the line, which may be 0.
Gradient of_lr_positive(const RealCells& c) {
  const double p = c.positives();
  const double n = c.negatives();
  return {n * c.fn / (c.fp * p * p), -c.tp * c.tn / (p * c.fp * c.fp), -c.tp * n / (c.fp * p * p), c.tp / (p * c.fp)};
}

Gradient of_lr_negative(const RealCells& c) {
  const double p = c.positives();
  const double n = c.negatives();
  return {-c.fn * n / (c.tn * p * p), c.fn / (p * c.tn), n * c.tp / (c.tn * p * p), -c.fn * c.fp / (p * c.tn * c.tn)};
}

Gradient of_odds_ratio(const RealCells& c) {
  const double errors = c.fp * c.fn;
  const double odds = c.tp * c.tn / errors;
  return {c.tn / errors, -odds / c.fp, -odds / c.fn, c.tp / errors};
}

// Influence of the units of one stratum.
struct Stratum {
  double units = 0;
  double sum = 0;
  double squares = 0;     // about 0
  double about_mean = 0;  // squares about the stratum's mean

  double mean() const { return units > 0 ? sum / units : 0; }
  double variance(const Design& design) const {
    if (units < 2) return 0;
    // Equal influences differ from their mean by rounding only.
    const double centred = about_mean > 1e-24 * squares ? about_mean : 0;
    return (design.by_truth ? centred : squares) * (design.small_sample ? small_sample_factor(units) : 1);
  }
};

template <class Times>
double variance(const Gradient& slopes, std::span<const Cluster> kinds, const Design& design, Times times) {
  std::array<Stratum, 2> strata;
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    Stratum& stratum = strata[stratum_of(kinds[k].cells, design)];
    const double influence = slopes.influence(kinds[k].cells);
    stratum.units += times(k);
    stratum.sum += times(k) * influence;
    stratum.squares += times(k) * influence * influence;
  }
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    Stratum& stratum = strata[stratum_of(kinds[k].cells, design)];
    const double away = slopes.influence(kinds[k].cells) - stratum.mean();
    stratum.about_mean += times(k) * away * away;
  }
  return strata[0].variance(design) + strata[1].variance(design);
}

template <class Times>
Estimated estimated(Measure measure, std::span<const Cluster> kinds, const Design& design, Times times) {
  RealCells total;
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    const RealCells cells = real_cells(kinds[k].cells);
    total.tp += times(k) * cells.tp;
    total.fp += times(k) * cells.fp;
    total.fn += times(k) * cells.fn;
    total.tn += times(k) * cells.tn;
  }
  const auto slopes = gradient(measure, total);
  if (!slopes) return {};
  return {value_of(measure, total), std::sqrt(variance(*slopes, kinds, design, times))};
}

auto counted(std::span<const Cluster> units) {
  return [units](std::size_t k) { return static_cast<double>(units[k].count); };
}

std::array<Cluster, 4> single_studies(std::span<const Cluster> units) {
  const Confusion c = total_of(units);
  return {{{{1, 0, 0, 0}, c.tp}, {{0, 1, 0, 0}, c.fp}, {{0, 0, 1, 0}, c.fn}, {{0, 0, 0, 1}, c.tn}}};
}

}  // namespace

double degrees_of(std::span<const Cluster> units, const Design& design) {
  std::array<double, 2> strata{};
  for (const Cluster& unit : units) strata[stratum_of(unit.cells, design)] += static_cast<double>(unit.count);
  return strata[0] + strata[1] - (strata[0] > 0) - (strata[1] > 0);
}

Confusion total_of(std::span<const Cluster> units) {
  Confusion total;
  for (const Cluster& unit : units) {
    total.tp += unit.count * unit.cells.tp;
    total.fp += unit.count * unit.cells.fp;
    total.fn += unit.count * unit.cells.fn;
    total.tn += unit.count * unit.cells.tn;
  }
  return total;
}

std::size_t stratum_of(const Confusion& cells, const Design& design) {
  return design.by_truth && cells.tp + cells.fn > 0 ? 1 : 0;
}

double Gradient::influence(const Confusion& cells) const {
  const RealCells c = real_cells(cells);
  return tp * c.tp + fp * c.fp + fn * c.fn + tn * c.tn;
}

std::optional<Gradient> gradient(Measure measure, const RealCells& cells) {
  const auto found = value_of(measure, cells);
  if (!found) return std::nullopt;
  if (const auto& ratio = linear_ratio(measure)) return of_ratio(*ratio, cells);
  switch (measure) {
    case Measure::balanced_accuracy:
      return of_youden(cells, 0.5);
    case Measure::youden:
      return of_youden(cells, 1);
    case Measure::mcc:
      return of_mcc(cells);
    case Measure::kappa:
      return of_kappa(cells, *found);
    case Measure::lr_positive:
      return of_lr_positive(cells);
    case Measure::lr_negative:
      return of_lr_negative(cells);
    case Measure::diagnostic_odds_ratio:
      return of_odds_ratio(cells);
    default:
      return std::nullopt;
  }
}

double standard_error(const Gradient& slopes, std::span<const Cluster> units, const Design& design) {
  return std::sqrt(variance(slopes, units, design, counted(units)));
}

Estimated linearised(Measure measure, std::span<const Cluster> units, const Design& design) {
  return estimated(measure, units, design, counted(units));
}

Estimated linearised_resample(Measure measure, std::span<const Cluster> kinds, std::span<const std::uint64_t> times,
                              const Design& design) {
  return estimated(measure, kinds, design, [times](std::size_t k) { return static_cast<double>(times[k]); });
}

std::optional<double> design_effect(Measure measure, std::span<const Cluster> units, const Design& design) {
  const Design plain{design.by_truth, false};
  const Estimated patients = linearised(measure, units, plain);
  const Estimated studies = linearised(measure, single_studies(units), plain);
  if (!patients.standard_error || *studies.standard_error <= 0) return std::nullopt;
  const double ratio = *patients.standard_error / *studies.standard_error;
  return ratio * ratio;
}

Limits linearised_limits(Measure measure, std::span<const Cluster> units, const LinearisedInterval& wanted) {
  const Range range = range_of(measure);
  if (wanted.scale == Scale::logit && (range.least != 0 || range.most != 1)) {
    throw std::invalid_argument("the logit is for measures between 0 and 1");
  }
  const LimitsRule rule{wanted.scale, z_of(wanted.level), range};
  const Estimated found = linearised(measure, units, wanted.design);
  if (!wanted.student) return symmetric_limits(found, rule);
  return student_limits(found, rule, wanted.level, degrees_of(units, wanted.design));
}

}  // namespace cxrval::stats
