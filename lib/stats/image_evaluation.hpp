// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/evaluation.hpp"
#include "stats/image_draws.hpp"
#include "stats/limits.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cxrval::stats {

// A measure of a sample of images, and the values that it can have.
struct ImageMeasure {
  std::string name;
  Range range{};
};

// All measures of a sample with each image counted as often as the weights say, one place each; nothing where one is
// undefined. Called by several threads.
using ImageStatistics =
    std::function<void(std::span<const std::uint8_t> weights, std::span<std::optional<double>> values)>;

struct ImageSample {
  std::size_t images = 0;
  std::uint64_t steps = 0;  // what one call of the statistics costs, about
  ImageStatistics statistics;
};

// A row for each measure and interval (percentile, basic, normal or bca), with resamples of `draws` that all measures
// share. `wanted` gives intervals, resamples, level, quantile type and threads; the group is left to the caller. BCa
// limits leave out each unit in turn, and are not there where that takes more than 2e10 steps. Throws
// std::invalid_argument for another interval.
std::vector<Metric> evaluate_images(const ImageSample& sample, std::span<const ImageMeasure> measures,
                                    const ImageDraws& draws, const Evaluation& wanted);

}  // namespace cxrval::stats
