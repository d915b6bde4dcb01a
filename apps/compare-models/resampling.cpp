// SPDX-License-Identifier: Apache-2.0
#include "resampling.hpp"

#include "stats/resampled.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace cxrval::compare_models {
namespace {

// Whether the resamples differ by no more than rounding.
bool stands_still(const stats::Distribution& found) {
  if (found.values.empty()) return false;
  const auto [least, most] = std::minmax_element(found.values.begin(), found.values.end());
  return stats::same_but_for_rounding(*least, *most);
}

std::vector<std::uint32_t> units_of(const Material& material) {
  if (material.unit == stats::Unit::patient) return material.patients;
  std::vector<std::uint32_t> units(material.studies.size());
  std::iota(units.begin(), units.end(), 0U);
  return units;
}

}  // namespace

Patterns::Built Patterns::build(const Material& material) {
  std::map<Study, std::uint32_t> numbers;
  const auto pattern_of = [](const Study& study) {
    return Study{"", "", study.positive, study.predicted, {}, study.ratings};
  };
  for (const Study& study : material.studies) numbers.emplace(pattern_of(study), 0);
  Built built;
  for (auto& [pattern, number] : numbers) {
    number = static_cast<std::uint32_t>(built.patterns.size());
    built.patterns.push_back(pattern);
  }
  for (const Study& study : material.studies) built.of_study.push_back(numbers.at(pattern_of(study)));
  return built;
}

Patterns::Patterns(const Material& material, Built built)
    : classes_(material.classes.size()),
      patterns_(std::move(built.patterns)),
      draws_(built.of_study, units_of(material), patterns_.size()) {}

Patterns::Patterns(const Material& material) : Patterns(material, build(material)) {}

stats::Confusion Patterns::confusion(Counts counts, std::size_t predictor) const {
  stats::Confusion found;
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    const bool predicted = patterns_[i].predicted[predictor] != 0;
    std::uint64_t& cell = patterns_[i].positive ? (predicted ? found.tp : found.fn) : (predicted ? found.fp : found.tn);
    cell += counts[i];
  }
  return found;
}

stats::AgreementTable Patterns::predictor_table(Counts counts, std::size_t first, std::size_t second) const {
  stats::AgreementTable table(2);
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    table.add(patterns_[i].predicted[first], patterns_[i].predicted[second], counts[i]);
  }
  return table;
}

stats::AgreementTable Patterns::reader_table(Counts counts, std::size_t first, std::size_t second) const {
  stats::AgreementTable table(classes_);
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    const std::size_t one = patterns_[i].ratings[first];
    const std::size_t other = patterns_[i].ratings[second];
    if (one > 0 && other > 0) table.add(one - 1, other - 1, counts[i]);
  }
  return table;
}

std::vector<stats::Distribution> resample(const Patterns& patterns, std::size_t count, const Statistics& statistics,
                                          const Wanted& wanted) {
  return stats::resample(count,
                         [&](std::uint64_t index, std::span<std::optional<double>> values) {
                           std::vector<std::uint64_t> counts(patterns.draws().patterns());
                           patterns.draws().draw(wanted.seed, index, counts);
                           statistics(counts, values);
                         },
                         {wanted.resamples, wanted.threads});
}

void fill(stats::Metric& metric, const stats::Distribution& found, const Wanted& wanted) {
  const double tail = (1 - wanted.level) / 2;
  metric.low = found.quantile(tail);
  metric.high = found.quantile(1 - tail);
  metric.standard_error = found.standard_deviation();
  metric.bootstrap_mean = found.mean();
  metric.bootstrap_median = found.median();
  metric.method = "bootstrap_percentile";
  metric.resamples = wanted.resamples;
  metric.seed = wanted.seed;
  metric.undefined = static_cast<double>(found.undefined);
  if (stands_still(found)) {
    metric.standard_error = 0;
    metric.low = metric.high = std::nullopt;
    metric.reason = "all resamples give the same number";
  }
  if (found.values.empty()) metric.reason = "undefined in all resamples";
  metric.rule = "estimate=point;quantile=type7;undefined=left_out";
}

std::optional<double> two_sided_p(const stats::Distribution& difference) {
  const std::vector<double>& values = difference.values;
  if (values.empty() || (stands_still(difference) && values.front() != 0)) return std::nullopt;
  const auto below = std::count_if(values.begin(), values.end(), [](double value) { return value <= 0; });
  const auto above = std::count_if(values.begin(), values.end(), [](double value) { return value >= 0; });
  const auto fewer = static_cast<double>(1 + std::min(below, above));
  return std::min(1.0, 2 * fewer / static_cast<double>(values.size() + 1));
}

}  // namespace cxrval::compare_models
