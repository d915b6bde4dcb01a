// SPDX-License-Identifier: Apache-2.0
#include "stats/image_evaluation.hpp"

#include "stats/acceleration.hpp"
#include "stats/bootstrap_interval.hpp"
#include "stats/interval_rows.hpp"
#include "stats/resampled.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace cxrval::stats {
namespace {

constexpr std::uint64_t most_steps = 20'000'000'000;

// Each measure without each unit in turn; empty where that takes too long.
std::vector<Distribution> leave_one_out(const ImageSample& sample, std::size_t measures, const ImageDraws& draws,
                                        int threads) {
  if (draws.units() > most_steps / std::max<std::uint64_t>(1, sample.steps)) return {};
  const auto draw = [&](std::uint64_t unit, std::span<std::optional<double>> values) {
    std::vector<std::uint8_t> weights(sample.images);
    draws.leave_out(unit, weights);
    sample.statistics(weights, values);
  };
  return resample(measures, draw, {draws.units(), threads});
}

Limits limits_of(IntervalMethod method, const Distribution& drawn, const SampleFacts& facts, const Evaluation& wanted) {
  const Resamples resamples{drawn.values, {}, wanted.quantile_type};
  return bootstrap_limits(bootstrap_method(method), resamples, facts, wanted.level);
}

std::vector<std::optional<double>> on_sample(const ImageSample& sample, std::size_t measures) {
  const std::vector<std::uint8_t> once(sample.images, 1);
  std::vector<std::optional<double>> values(measures);
  sample.statistics(once, values);
  return values;
}

}  // namespace

std::vector<Metric> evaluate_images(const ImageSample& sample, std::span<const ImageMeasure> measures,
                                    const ImageDraws& draws, const Evaluation& wanted) {
  for (const IntervalMethod method : wanted.intervals) {
    if (!resampling(method) || method == IntervalMethod::studentised) throw std::invalid_argument("evaluate_images");
  }
  const std::vector<std::optional<double>> estimates = on_sample(sample, measures.size());
  const auto draw = [&](std::uint64_t index, std::span<std::optional<double>> values) {
    std::vector<std::uint8_t> weights(sample.images);
    draws.draw(index, weights);
    sample.statistics(weights, values);
  };
  const std::vector<Distribution> drawn = resample(measures.size(), draw, {wanted.resamples, wanted.threads});
  std::vector<Distribution> without;
  const bool bca = std::count(wanted.intervals.begin(), wanted.intervals.end(), IntervalMethod::bca) > 0;
  if (bca) without = leave_one_out(sample, measures.size(), draws, wanted.threads);
  std::vector<Metric> rows;
  for (std::size_t m = 0; m < measures.size(); ++m) {
    SampleFacts facts{estimates[m], std::nullopt, std::nullopt, measures[m].range};
    if (!without.empty() && without[m].undefined == 0) {
      facts.acceleration = acceleration(without[m].values, std::vector<double>(draws.units(), 1));
    }
    for (const IntervalMethod method : wanted.intervals) {
      Metric row = start_row(measures[m].name, wanted);
      if (wanted.unit == Unit::study) row.unit = "image";
      row.n = draws.units();
      row.estimate = estimates[m];
      row.method = method_text(method, wanted);
      row.rule = "estimate=point";
      fill_from(drawn[m], wanted, row);
      set(limits_of(method, drawn[m], facts, wanted), row);
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace cxrval::stats
