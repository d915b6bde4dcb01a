// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/bootstrap.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace cxrval::stats {

// Fills in the statistics of resample `index`, one place each; nothing where one is undefined. Called by several
// threads.
using ResampleDraw = std::function<void(std::uint64_t index, std::span<std::optional<double>> values)>;

struct Repeats {
  std::uint64_t resamples = 10'000;
  int threads = 1;
};

// Each of `count` statistics over resamples 0, 1, ... The numbers do not depend on the threads.
std::vector<Distribution> resample(std::size_t count, const ResampleDraw& draw, const Repeats& repeats);

}  // namespace cxrval::stats
