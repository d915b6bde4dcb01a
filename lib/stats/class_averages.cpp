// SPDX-License-Identifier: Apache-2.0
#include "stats/class_averages.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::stats {

std::string_view why_no_average(std::span<const std::uint8_t> counted) {
  const bool any = std::any_of(counted.begin(), counted.end(), [](std::uint8_t counts) { return counts != 0; });
  return any ? "undefined for one of the classes" : no_class_true;
}

std::optional<double> macro_average(std::span<const std::optional<double>> classes,
                                    std::span<const std::uint8_t> counted) {
  double sum = 0;
  int count = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (counted[i] == 0) continue;
    if (!classes[i]) return std::nullopt;
    sum += *classes[i];
    ++count;
  }
  if (count == 0) return std::nullopt;
  return sum / count;
}

std::optional<double> weighted_average(std::span<const std::optional<double>> classes,
                                       std::span<const std::uint64_t> studies) {
  double sum = 0;
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (studies[i] == 0) continue;
    if (!classes[i]) return std::nullopt;
    sum += *classes[i] * static_cast<double>(studies[i]);
    total += studies[i];
  }
  if (total == 0) return std::nullopt;
  return sum / static_cast<double>(total);
}

Confusion micro_total(std::span<const Confusion> classes) {
  Confusion total;
  for (const Confusion& each : classes) total += each;
  return total;
}

std::optional<double> multi_class_mcc(const AgreementTable& table) {
  const auto total = static_cast<double>(table.total());
  double right = 0, chance = 0, of_truth = 0, of_predicted = 0;
  for (std::size_t i = 0; i < table.classes(); ++i) {
    const auto truth = static_cast<double>(table.first_total(i));
    const auto predicted = static_cast<double>(table.second_total(i));
    right += static_cast<double>(table.count(i, i));
    chance += truth * predicted;
    of_truth += truth * truth;
    of_predicted += predicted * predicted;
  }
  const double variances = (total * total - of_truth) * (total * total - of_predicted);
  if (variances <= 0) return std::nullopt;
  return (right * total - chance) / std::sqrt(variances);
}

}  // namespace cxrval::stats
