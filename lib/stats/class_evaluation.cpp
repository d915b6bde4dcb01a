// SPDX-License-Identifier: Apache-2.0
#include "stats/class_evaluation.hpp"

#include "stats/class_predictions.hpp"
#include "stats/class_scores.hpp"
#include "stats/equal_draws.hpp"
#include "stats/resampled.hpp"

#include <utility>

namespace cxrval::stats {
namespace {

using Values = std::span<std::optional<double>>;

// What a sample has, measured in one resample after the other.
class JointResamples {
 public:
  JointResamples(const ClassSample& sample, const Evaluation& wanted)
      : units_(sample.unit_count()), seed_(wanted.seed), by_pattern_(sample.scores.empty()) {
    if (!sample.predicted.empty()) predictions_.emplace(sample.predicted_part(), wanted.measures);
    if (!sample.scores.empty()) scores_.emplace(sample.scored_part(), wanted.score_measures);
  }

  std::size_t count() const { return (predictions_ ? predictions_->count() : 0) + (scores_ ? scores_->count() : 0); }

  std::vector<Metric> rows(const std::vector<std::string>& names, const Evaluation& wanted) const {
    const auto draw = [this](std::uint64_t index, Values values) { measure(index, values); };
    const std::vector<Distribution> drawn = resample(count(), draw, {wanted.resamples, wanted.threads});
    const std::span<const Distribution> all = drawn;
    std::vector<Metric> rows;
    if (predictions_) rows = predictions_->rows(names, all.first(predictions_->count()), wanted);
    if (!scores_) return rows;
    for (Metric& row : scores_->rows(names, all.last(scores_->count()), wanted)) rows.push_back(std::move(row));
    return rows;
  }

 private:
  void measure(std::uint64_t index, Values values) const {
    std::vector<std::uint64_t> counts(predictions_ ? predictions_->patterns().draws().patterns() : 0);
    if (by_pattern_) {
      predictions_->patterns().draws().draw(seed_, index, counts);
      predictions_->measure(counts, values);
      return;
    }
    std::vector<std::uint8_t> times(units_);
    WideRandom random(seed_, index);
    draw_equally(random, times);
    if (predictions_) {
      predictions_->patterns().count(times, counts);
      predictions_->measure(counts, values.first(predictions_->count()));
    }
    scores_->measure(times, values.last(scores_->count()));
  }

  std::size_t units_;
  std::uint64_t seed_;
  bool by_pattern_;
  std::optional<ClassPredictions> predictions_;
  std::optional<ClassScores> scores_;
};

}  // namespace

std::vector<Metric> evaluate_classes(const ClassSample& sample, const std::vector<std::string>& names,
                                     const Evaluation& wanted) {
  if (sample.predicted.empty() && sample.scores.empty()) return {};
  return JointResamples(sample, wanted).rows(names, wanted);
}

std::size_t numbers_of_a_resample(const ClassSample& sample, const Evaluation& wanted) {
  return JointResamples(sample, wanted).count();
}

}  // namespace cxrval::stats
