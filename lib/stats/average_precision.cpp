// SPDX-License-Identifier: Apache-2.0
#include "stats/average_precision.hpp"

#include <algorithm>

namespace cxrval::stats {
namespace {

double precision(const BoxCounts& counts) {
  return counts.boxes == 0 ? 0 : static_cast<double>(counts.hits) / static_cast<double>(counts.boxes);
}

double area(std::span<const BoxCounts> points, bool under_envelope) {
  double sum = 0;
  double highest = 0;
  for (std::size_t i = points.size(); i-- > 0;) {
    const std::uint64_t before = i == 0 ? 0 : points[i - 1].hits;
    highest = under_envelope ? std::max(highest, precision(points[i])) : precision(points[i]);
    sum += static_cast<double>(points[i].hits - before) * highest;
  }
  return sum;
}

// The mean of the envelope at recalls 0 .. steps of `steps`; reaches(point, k) tells whether a point is at recall k.
template <class Reaches>
double mean_at_recalls(std::span<const BoxCounts> points, int steps, Reaches reaches) {
  double sum = 0;
  double highest = 0;
  std::size_t left = points.size();
  for (int k = steps; k >= 0; --k) {
    for (; left > 0 && reaches(points[left - 1], k); --left) highest = std::max(highest, precision(points[left - 1]));
    sum += highest;
  }
  return sum / (steps + 1);
}

}  // namespace

std::string_view name(Interpolation interpolation) {
  switch (interpolation) {
    case Interpolation::all_point:
      return "all-point";
    case Interpolation::eleven_point:
      return "11-point";
    case Interpolation::coco_101:
      return "coco-101";
    case Interpolation::none:
      return "none";
  }
  return "";
}

std::optional<double> average_precision(std::span<const BoxCounts> points, std::uint64_t truths,
                                        Interpolation interpolation) {
  if (truths == 0) return std::nullopt;
  const auto lesions = static_cast<double>(truths);
  switch (interpolation) {
    case Interpolation::all_point:
      return area(points, true) / lesions;
    case Interpolation::eleven_point:
      return mean_at_recalls(points, 10, [&](const BoxCounts& point, int k) {
        return point.hits * 10 >= static_cast<std::uint64_t>(k) * truths;
      });
    case Interpolation::coco_101:
      return mean_at_recalls(points, 100, [&](const BoxCounts& point, int k) {
        return static_cast<double>(point.hits) / lesions >= k * 0.01;
      });
    case Interpolation::none:
      return area(points, false) / lesions;
  }
  return std::nullopt;
}

std::vector<double> envelope(std::span<const BoxCounts> points) {
  std::vector<double> highest(points.size());
  double so_far = 0;
  for (std::size_t i = points.size(); i-- > 0;) highest[i] = so_far = std::max(so_far, precision(points[i]));
  return highest;
}

std::optional<double> froc_sensitivity(std::span<const BoxCounts> points, const FrocBase& base, double rate) {
  if (base.truths == 0 || base.images == 0) return std::nullopt;
  const double most = rate * static_cast<double>(base.images);
  const auto end = std::partition_point(points.begin(), points.end(), [&](const BoxCounts& point) {
    return static_cast<double>(point.false_alarms()) <= most;
  });
  if (end == points.begin()) return 0;
  return static_cast<double>((end - 1)->hits) / static_cast<double>(base.truths);
}

}  // namespace cxrval::stats
