// SPDX-License-Identifier: Apache-2.0
#include "areas.hpp"

#include "places.hpp"
#include "resampling.hpp"
#include "stats/auc_sweep.hpp"
#include "stats/delong.hpp"
#include "stats/resampled.hpp"
#include "stats/study_draws.hpp"

#include <utility>

namespace cxrval::compare_models {
namespace {

stats::AucEstimates estimate(const Material& material) {
  stats::ModelScores scores;
  scores.models.resize(material.scorers.size());
  for (const Study& study : material.studies) {
    for (std::size_t i = 0; i < study.scores.size(); ++i) scores.models[i].push_back(study.scores[i]);
    scores.positive.push_back(study.positive ? 1 : 0);
  }
  scores.patients = material.patients;
  return material.unit == stats::Unit::patient ? stats::obuchowski(scores) : stats::delong(scores);
}

const char* method_of(const Material& material) {
  return material.unit == stats::Unit::patient ? "obuchowski" : "delong";
}

Row area_row(const Material& material, const stats::AucEstimates& found, std::size_t model, const Wanted& wanted) {
  Row row = start_row("roc_auc", material.scorers[model], material, wanted.level);
  const stats::AucInterval interval = stats::wald_interval(found, model, wanted.level);
  row.metric.estimate = interval.auc.estimate;
  row.metric.low = interval.auc.low;
  row.metric.high = interval.auc.high;
  row.metric.method = method_of(material);
  row.metric.standard_error = found.standard_error(model);
  row.metric.reason = interval.reason;
  return row;
}

// Resamples of units, each the same for all models, and the models' areas over them.
class Areas {
 public:
  Areas(const Material& material, const Wanted& wanted) {
    for (std::size_t model = 0; model < material.scorers.size(); ++model) {
      std::vector<stats::ScoredStudy> studies;
      for (std::size_t i = 0; i < material.studies.size(); ++i) {
        const bool of_study = material.unit == stats::Unit::study;
        const auto unit = of_study ? static_cast<std::uint32_t>(i) : material.patients[i];
        studies.push_back({material.studies[i].scores[model], material.studies[i].positive, unit});
      }
      const stats::Scored scored(std::move(studies));
      // By patient, so that all models number the units alike.
      const stats::StudyDraws draws(scored, {stats::Unit::patient, false, wanted.seed});
      sweeps_.emplace_back(scored, draws.unit_of_study());
      if (!draws_) draws_.emplace(draws);
    }
  }

  void draw(std::uint64_t index, const Places& places, std::span<std::optional<double>> values) const {
    std::vector<std::uint8_t> counts(draws_->units());
    std::vector<std::uint8_t> scratch;
    draws_->draw(index, counts);
    for (std::size_t model = 0; model < sweeps_.size(); ++model) {
      values[places.of_model(model, 0)] = sweeps_[model](counts, scratch).value();
    }
    places.for_each_pair([&](std::size_t first, std::size_t second, std::size_t place) {
      const auto& one = values[places.of_model(first, 0)];
      const auto& other = values[places.of_model(second, 0)];
      values[place] = one && other ? std::optional(*one - *other) : std::nullopt;
    });
  }

 private:
  std::optional<stats::StudyDraws> draws_;
  std::vector<stats::AucSweep> sweeps_;
};

void add_resampled(const Material& material, const stats::AucEstimates& estimates, const Wanted& wanted,
                   std::vector<Row>& rows) {
  const std::vector<std::string>& names = material.scorers;
  const Places places(names.size(), 1);
  const Areas areas(material, wanted);
  const std::vector<stats::Distribution> found = stats::resample(
      places.count(),
      [&](std::uint64_t index, std::span<std::optional<double>> values) { areas.draw(index, places, values); },
      {wanted.resamples, wanted.threads});
  const auto add = [&](const char* measure, std::string group, std::size_t place) -> Row& {
    rows.push_back(start_row(measure, std::move(group), material, wanted.level));
    fill(rows.back().metric, found[place], wanted);
    if (!estimates.auc(0)) rows.back().metric.reason = estimates.reason;
    return rows.back();
  };
  for (std::size_t i = 0; i < names.size(); ++i) {
    add("roc_auc", names[i], places.of_model(i, 0)).metric.estimate = estimates.auc(i);
  }
  places.for_each_pair([&](std::size_t first, std::size_t second, std::size_t place) {
    Row& row = add("roc_auc_difference", difference_of(names[first], names[second]), place);
    const auto one = estimates.auc(first);
    const auto other = estimates.auc(second);
    if (!one || !other) return;
    row.metric.estimate = *one - *other;
    row.p = two_sided_p(found[place]);
    if (row.p) row.p_method = "bootstrap_two_sided";
  });
}

void set_difference(Row& row, const stats::AucDifference& found, const std::string& method) {
  row.metric.estimate = found.difference.estimate;
  row.metric.low = found.difference.low;
  row.metric.high = found.difference.high;
  row.metric.method = method;
  row.metric.standard_error = found.standard_error;
  row.metric.reason = found.reason;
  row.statistic = found.statistic;
  row.p = found.p;
  if (row.p) row.p_method = method;
}

}  // namespace

std::vector<Row> measure_areas(const Material& material, const Wanted& wanted) {
  std::vector<Row> rows;
  const stats::AucEstimates found = estimate(material);
  const std::vector<std::string>& names = material.scorers;
  for (std::size_t i = 0; i < names.size(); ++i) rows.push_back(area_row(material, found, i, wanted));
  for (std::size_t first = 0; first < names.size(); ++first) {
    for (std::size_t second = first + 1; second < names.size(); ++second) {
      rows.push_back(
          start_row("roc_auc_difference", difference_of(names[first], names[second]), material, wanted.level));
      set_difference(rows.back(), stats::compare_paired(found, {first, second}, wanted.level),
                     std::string(method_of(material)) + "_paired");
    }
  }
  add_resampled(material, found, wanted, rows);
  return rows;
}

std::vector<Row> measure_unpaired_areas(const std::vector<Material>& materials, const Wanted& wanted) {
  const Material& one = materials.front();
  const Material& other = materials.back();
  const stats::AucEstimates first = estimate(one);
  const stats::AucEstimates second = estimate(other);
  std::vector<Row> rows{area_row(one, first, 0, wanted), area_row(other, second, 0, wanted)};
  Row row =
      start_row("roc_auc_difference", difference_of(one.scorers.front(), other.scorers.front()), one, wanted.level);
  row.metric.n = one.units() + other.units();
  set_difference(row, stats::compare_unpaired(first, second, {0, 0}, wanted.level),
                 std::string(method_of(one)) + "_unpaired");
  rows.push_back(std::move(row));
  return rows;
}

}  // namespace cxrval::compare_models
