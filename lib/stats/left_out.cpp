// SPDX-License-Identifier: Apache-2.0
#include "stats/left_out.hpp"

#include "base/number.hpp"

namespace cxrval::stats {

double share_left_out(const Metric& metric) {
  const std::uint64_t resamples = metric.resamples.value_or(0);
  return resamples == 0 ? 0 : metric.undefined / static_cast<double>(resamples);
}

std::optional<std::string> much_left_out(const Metric& metric) {
  constexpr double much = 0.05;
  if (!metric.estimate || share_left_out(metric) <= much) return std::nullopt;
  return metric.measure + " is undefined in " + base::format_real(metric.undefined) + " of " +
         std::to_string(*metric.resamples) + " resamples";
}

}  // namespace cxrval::stats
