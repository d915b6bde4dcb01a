// SPDX-License-Identifier: Apache-2.0
#include "stats/clustered_difference.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <map>
#include <stdexcept>

namespace cxrval::stats {
namespace {

struct Total {
  std::int64_t apart = 0;
  std::int64_t studies = 0;
};

}  // namespace

ClusteredDifference clustered_difference(std::span<const std::int8_t> apart, std::span<const std::uint32_t> patients,
                                         double level) {
  if (apart.size() != patients.size()) throw std::invalid_argument("clustered_difference: lengths differ");
  if (!(level > 0 && level < 1)) throw std::invalid_argument("clustered_difference: level outside 0..1");
  ClusteredDifference found;
  if (apart.empty()) {
    found.reason = "no study";
    return found;
  }
  std::map<std::uint32_t, Total> totals;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < apart.size(); ++i) {
    Total& total = totals[patients[i]];
    total.apart += apart[i];
    ++total.studies;
    sum += apart[i];
  }
  const auto n = static_cast<double>(apart.size());
  const auto units = static_cast<double>(totals.size());
  const double mean = static_cast<double>(sum) / n;
  found.difference.estimate = mean;
  found.patients = totals.size();
  if (totals.size() < 2) {
    found.reason = "a single patient";
    return found;
  }
  // Times n: whole numbers, which are 0 when they should be.
  const auto studies = static_cast<std::int64_t>(apart.size());
  double squares = 0;
  for (const auto& [patient, total] : totals) {
    const auto off = static_cast<double>(total.apart * studies - sum * total.studies);
    squares += off * off;
  }
  found.standard_error = std::sqrt(squares * units / (units - 1)) / n / n;
  if (*found.standard_error <= 0) {
    found.reason = "no variance between patients";
    return found;
  }
  const boost::math::students_t law(units - 1);
  const double half = boost::math::quantile(boost::math::complement(law, (1 - level) / 2)) * *found.standard_error;
  found.difference.low = std::max(mean - half, -1.0);
  found.difference.high = std::min(mean + half, 1.0);
  found.t = mean / *found.standard_error;
  found.p = 2 * boost::math::cdf(boost::math::complement(law, std::abs(*found.t)));
  return found;
}

}  // namespace cxrval::stats
