// SPDX-License-Identifier: Apache-2.0
#include "label/doubt.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace cxrval::label {
namespace {

struct Points {
  unsigned normal = 0;
  unsigned abnormal = 0;
};

// By Warning; near_miss depends on the edits.
constexpr std::array<Points, warning_count> points = {
    {{6, 0}, {6, 0}, {4, 0}, {8, 0}, {10, 0}, {0, 7}, {0, 0}, {0, 4}, {0, 1}, {9, 9}, {9, 9}, {0, 0}}};

constexpr unsigned most_for_near_miss = 10;
constexpr unsigned least_for_near_miss = 4;
constexpr unsigned for_some_near_miss = 2;

unsigned points_of_near_misses(const Verdict& verdict) {
  const auto abnormal = std::count(verdict.regions.begin(), verdict.regions.end(), Label::abnormal);
  if (static_cast<std::size_t>(abnormal) > verdict.near_misses.size()) return for_some_near_miss;
  unsigned edits = 0;
  for (const NearMiss& miss : verdict.near_misses) edits += miss.edits;
  return most_for_near_miss - std::min(edits, most_for_near_miss - least_for_near_miss);
}

}  // namespace

std::vector<Reason> reasons_for_doubt(const Verdict& verdict) {
  std::vector<Reason> reasons;
  if (verdict.warnings.empty() || verdict.label == Label::unlabelled) return reasons;
  for (std::size_t i = 0; i < warning_count; ++i) {
    const auto warning = static_cast<Warning>(i);
    if (!verdict.warnings.has(warning)) continue;
    const unsigned worth = warning == Warning::near_miss    ? points_of_near_misses(verdict)
                           : verdict.label == Label::normal ? points[i].normal
                                                            : points[i].abnormal;
    if (worth > 0) reasons.push_back({warning, worth});
  }
  return reasons;
}

unsigned doubt_about(const Verdict& verdict) {
  unsigned doubt = 0;
  for (const Reason& reason : reasons_for_doubt(verdict)) doubt += reason.points;
  return doubt;
}

}  // namespace cxrval::label
