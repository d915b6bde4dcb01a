// SPDX-License-Identifier: Apache-2.0
#include "predictions.hpp"

#include "places.hpp"

#include <utility>

namespace cxrval::compare_models {
namespace {

void measure_counts(const Patterns& patterns, Patterns::Counts counts, const Wanted& wanted, const Places& places,
                    std::size_t models, std::span<std::optional<double>> values) {
  const std::size_t measures = wanted.measures.size();
  for (std::size_t model = 0; model < models; ++model) {
    const stats::Confusion cells = patterns.confusion(counts, model);
    for (std::size_t i = 0; i < measures; ++i) {
      values[places.of_model(model, i)] = stats::value(wanted.measures[i], cells);
    }
  }
  places.for_each_pair([&](std::size_t first, std::size_t second, std::size_t place) {
    for (std::size_t i = 0; i < measures; ++i) {
      const auto& one = values[places.of_model(first, i)];
      const auto& other = values[places.of_model(second, i)];
      values[place + i] = one && other ? std::optional(*one - *other) : std::nullopt;
    }
  });
}

}  // namespace

std::vector<Row> measure_predictions(const Material& material, const Patterns& patterns, const Wanted& wanted) {
  const std::vector<std::string>& names = material.predictors;
  const std::size_t measures = wanted.measures.size();
  const Places places(names.size(), measures);
  const auto measure = [&](Patterns::Counts counts, std::span<std::optional<double>> values) {
    measure_counts(patterns, counts, wanted, places, names.size(), values);
  };
  std::vector<std::optional<double>> estimates(places.count());
  measure(patterns.observed(), estimates);
  const std::vector<stats::Distribution> found = resample(patterns, places.count(), measure, wanted);

  std::vector<Row> rows;
  const auto add = [&](const std::string& name, const std::string& group, std::size_t place) -> Row& {
    rows.push_back(start_row(name, group, material, wanted.level));
    stats::Metric& metric = rows.back().metric;
    fill(metric, found[place], wanted);
    metric.estimate = estimates[place];
    return rows.back();
  };
  for (std::size_t model = 0; model < names.size(); ++model) {
    for (std::size_t i = 0; i < measures; ++i) {
      Row& row = add(std::string(stats::name(wanted.measures[i])), names[model], places.of_model(model, i));
      if (!row.metric.estimate) row.metric.reason = "its denominator is 0";
      row.metric.counts = patterns.confusion(patterns.observed(), model);
    }
  }
  places.for_each_pair([&](std::size_t first, std::size_t second, std::size_t place) {
    for (std::size_t i = 0; i < measures; ++i) {
      Row& row = add(std::string(stats::name(wanted.measures[i])) + "_difference",
                     difference_of(names[first], names[second]), place + i);
      if (!row.metric.estimate) {
        row.metric.reason = "undefined for one of the two";
        continue;
      }
      row.p = two_sided_p(found[place + i]);
      if (row.p) row.p_method = "bootstrap_two_sided";
    }
  });
  return rows;
}

}  // namespace cxrval::compare_models
