// SPDX-License-Identifier: Apache-2.0
#include "stats/resampled.hpp"

#include "base/parallel.hpp"

#include <algorithm>

namespace cxrval::stats {
namespace {

constexpr std::uint64_t resamples_of_a_block = 256;

}  // namespace

std::vector<Distribution> resample(std::size_t count, const ResampleDraw& draw, const Repeats& repeats) {
  using Block = std::vector<std::optional<double>>;
  std::vector<std::uint64_t> starts;
  for (std::uint64_t start = 0; start < repeats.resamples; start += resamples_of_a_block) starts.push_back(start);
  std::vector<Distribution> found(count);
  base::ordered_parallel_map(
      starts, repeats.threads,
      [&](std::uint64_t start) {
        const std::uint64_t size = std::min(resamples_of_a_block, repeats.resamples - start);
        Block values(size * count);
        for (std::uint64_t i = 0; i < size; ++i) draw(start + i, std::span(values).subspan(i * count, count));
        return values;
      },
      [&](const Block& values) {
        for (std::size_t i = 0; i < values.size(); ++i) {
          Distribution& distribution = found[i % count];
          if (values[i]) {
            distribution.values.push_back(*values[i]);
          } else {
            ++distribution.undefined;
          }
        }
      });
  return found;
}

}  // namespace cxrval::stats
