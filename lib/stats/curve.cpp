// SPDX-License-Identifier: Apache-2.0
#include "stats/curve.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "stats/quantile.hpp"

#include <algorithm>
#include <span>
#include <stdexcept>

namespace cxrval::stats {
namespace {

constexpr std::size_t block = 64;
constexpr std::size_t most_resamples = 100'000;

using Heights = std::vector<std::optional<double>>;  // of a curve at each x

Heights sensitivities(const RocCurve& curve, std::size_t steps) {
  Heights heights(steps + 1);
  if (curve.positives == 0 || curve.negatives == 0) return heights;
  std::size_t at = 0;
  for (std::size_t k = 0; k <= steps; ++k) {
    while (at + 1 < curve.points.size() && curve.points[at + 1].fp * steps <= k * curve.negatives) ++at;
    heights[k] = share(curve.points[at].tp, curve.positives);
  }
  return heights;
}

Heights precisions(const RocCurve& curve, std::size_t steps) {
  Heights heights(steps);
  if (curve.positives == 0) return heights;
  std::size_t at = 0;
  for (std::size_t k = 1; k <= steps; ++k) {
    while (curve.points[at].tp * steps < k * curve.positives) ++at;
    heights[k - 1] = share(curve.points[at].tp, curve.points[at].tp + curve.points[at].fp);
  }
  return heights;
}

// The heights over all resamples, by x.
template <class HeightsOf>
std::vector<ResampleValues> resampled(const Scored& scored, const ScoreResampling& wanted, HeightsOf heights_of) {
  const StudyDraws draws(scored, wanted.design);
  std::vector<std::size_t> begins;
  for (std::size_t begin = 0; begin < wanted.resamples; begin += block) begins.push_back(begin);
  std::vector<ResampleValues> by_x(heights_of(RocCurve{}).size());
  for (ResampleValues& values : by_x) values.reserve(wanted.resamples);
  base::ordered_parallel_map(
      begins, wanted.threads,
      [&](std::size_t begin) {
        std::vector<std::uint8_t> counts(draws.units());
        std::vector<std::uint32_t> weights(scored.size());
        RocCurve curve;
        std::vector<Heights> found;
        for (std::size_t i = begin; i < std::min(wanted.resamples, begin + block); ++i) {
          draws.draw(i, counts);
          draws.spread(counts, weights);
          roc_curve(scored, weights, curve);
          found.push_back(heights_of(curve));
        }
        return found;
      },
      [&](const std::vector<Heights>& found) {
        for (const Heights& heights : found) {
          for (std::size_t x = 0; x < heights.size(); ++x) by_x[x].push_back(heights[x]);
        }
      });
  return by_x;
}

template <class HeightsOf>
std::vector<BandPoint> band(const Scored& scored, const BandDesign& design, std::size_t first, HeightsOf heights_of) {
  if (design.steps == 0) throw std::invalid_argument("a band of no steps");
  if (design.resampling.resamples > most_resamples)
    throw base::Error("the band of a curve takes at most 100000 resamples; ask for fewer");
  const Heights estimates = heights_of(roc_curve(scored));
  const std::vector<ResampleValues> by_x = resampled(scored, design.resampling, heights_of);
  std::vector<BandPoint> points;
  for (std::size_t k = 0; k < by_x.size(); ++k) {
    const Distribution found = distribution(by_x[k]);
    BandPoint point{share(first + k, design.steps), estimates[k], {}, {}, found.undefined};
    if (point.estimate) {
      point.low = found.quantile((1 - design.level) / 2, design.quantile_type);
      point.high = found.quantile((1 + design.level) / 2, design.quantile_type);
    }
    points.push_back(point);
  }
  return points;
}

}  // namespace

std::vector<BandPoint> roc_band(const Scored& scored, const BandDesign& design) {
  return band(scored, design, 0, [&](const RocCurve& curve) { return sensitivities(curve, design.steps); });
}

std::vector<BandPoint> precision_recall_band(const Scored& scored, const BandDesign& design) {
  return band(scored, design, 1, [&](const RocCurve& curve) { return precisions(curve, design.steps); });
}

}  // namespace cxrval::stats
