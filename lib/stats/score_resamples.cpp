// SPDX-License-Identifier: Apache-2.0
#include "stats/score_resamples.hpp"

#include "base/parallel.hpp"
#include "stats/auc_sweep.hpp"

#include <algorithm>

namespace cxrval::stats {
namespace {

constexpr std::size_t block = 128;  // resamples that a thread takes at once
constexpr std::uint64_t most_steps = 2'000'000'000;

struct Block {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<Block> blocks(std::size_t count) {
  std::vector<Block> all;
  for (std::size_t begin = 0; begin < count; begin += block) all.push_back({begin, std::min(count, begin + block)});
  return all;
}

// One thread's: the measures of counts of units.
class Evaluator {
 public:
  Evaluator(const Scored& scored, std::span<const ScoreMeasure> measures, const StudyDraws& draws,
            const AucSweep& sweep)
      : scored_(scored), measures_(measures), draws_(draws), sweep_(sweep) {
    for (const ScoreMeasure& measure : measures) {
      if (measure.kind == ScoreKind::roc_auc) continue;
      curve_ = curve_ || reads_curve(measure);
      weights_.resize(scored.size());
    }
  }

  std::size_t measures() const { return measures_.size(); }

  void operator()(std::span<const std::uint8_t> counts, std::span<std::optional<double>> values) {
    if (!weights_.empty()) draws_.spread(counts, weights_);
    if (curve_) roc_curve(scored_, weights_, points_);
    for (std::size_t m = 0; m < measures_.size(); ++m) {
      values[m] = measures_[m].kind == ScoreKind::roc_auc ? sweep_(counts, scratch_).value()
                                                          : value(measures_[m], scored_, weights_, points_).value;
    }
  }

 private:
  const Scored& scored_;
  std::span<const ScoreMeasure> measures_;
  const StudyDraws& draws_;
  const AucSweep& sweep_;
  bool curve_ = false;
  std::vector<std::uint32_t> weights_;
  RocCurve points_;
  std::vector<std::uint8_t> scratch_;
};

struct Repeats {
  std::size_t count = 0;
  int threads = 1;
};

// The values of all measures for as many counts of units as `repeats` says, the i-th made by fill(i, counts).
template <class Fill>
std::vector<ResampleValues> evaluate_all(const Evaluator& evaluator, std::size_t units, Repeats repeats, Fill fill) {
  const std::size_t measures = evaluator.measures();
  std::vector<ResampleValues> values(measures);
  for (ResampleValues& of_measure : values) of_measure.reserve(repeats.count);
  base::ordered_parallel_map(
      blocks(repeats.count), repeats.threads,
      [&](const Block& some) {
        Evaluator own = evaluator;
        std::vector<std::uint8_t> counts(units);
        std::vector<std::optional<double>> found((some.end - some.begin) * measures);
        for (std::size_t i = some.begin; i < some.end; ++i) {
          fill(i, std::span(counts));
          own(counts, std::span(found).subspan((i - some.begin) * measures, measures));
        }
        return found;
      },
      [&](const std::vector<std::optional<double>>& found) {
        for (std::size_t k = 0; k < found.size(); ++k) values[k % measures].push_back(found[k]);
      });
  return values;
}

}  // namespace

std::vector<ResampleValues> resample_values(const Scored& scored, std::span<const ScoreMeasure> measures,
                                            const ScoreResampling& wanted) {
  if (measures.empty()) return {};
  const StudyDraws draws(scored, wanted.design);
  const AucSweep sweep(scored, draws.unit_of_study());
  return evaluate_all(Evaluator(scored, measures, draws, sweep), draws.units(), {wanted.resamples, wanted.threads},
                      [&](std::size_t i, std::span<std::uint8_t> counts) { draws.draw(i, counts); });
}

Distribution distribution(std::span<const std::optional<double>> values) {
  Distribution result;
  result.values.reserve(values.size());
  for (const std::optional<double>& found : values) {
    if (found) {
      result.values.push_back(*found);
    } else {
      ++result.undefined;
    }
  }
  return result;
}

Jackknife jackknife(const Scored& scored, const ScoreMeasure& measure, Unit unit, int threads) {
  const StudyDraws draws(scored, {unit, false, 0});
  if (scored.size() > 0 && draws.units() > most_steps / scored.size()) {
    return {{}, "too many studies for a jackknife: more than 2e9 steps"};
  }
  const AucSweep sweep(scored, draws.unit_of_study());
  const auto leave_out = [](std::size_t i, std::span<std::uint8_t> counts) {
    std::fill(counts.begin(), counts.end(), std::uint8_t{1});
    counts[i] = 0;
  };
  const Evaluator evaluator(scored, {&measure, 1}, draws, sweep);
  const auto all = evaluate_all(evaluator, draws.units(), {draws.units(), threads}, leave_out);
  Jackknife result;
  for (const std::optional<double>& found : all.front()) {
    if (!found) return {{}, title(measure) + " is not defined without one of the units"};
    result.values.push_back(*found);
  }
  return result;
}

}  // namespace cxrval::stats
