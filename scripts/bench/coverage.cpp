// SPDX-License-Identifier: Apache-2.0
// How often 95 % intervals hold the truth: coverage [REPLICATES [RESAMPLES]]. Samples are drawn from laws whose F1 and
// AUC are known. Writes CSV: setting, method, how many percent of the samples with limits cover, the share whose truth
// lies below and above, mean width, samples without limits. Standard error of a coverage near 95 % from 20,000
// replicates: 0.15 percentage points.
#include "base/number.hpp"
#include "stats/binomial.hpp"
#include "stats/evaluation.hpp"
#include "stats/normal.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <vector>

using namespace cxrval::stats;

namespace {

constexpr std::uint64_t data_seed = 20210405;  // of the samples; resamples have seeds of their own

// How `draws` independent draws fall on kinds with these chances (counts out of their sum).
std::vector<std::uint64_t> draw(std::uint64_t draws, const std::vector<std::uint64_t>& chances, RandomStream& random) {
  std::uint64_t left = 0;
  for (const std::uint64_t chance : chances) left += chance;
  std::vector<std::uint64_t> drawn;
  for (const std::uint64_t chance : chances) {
    drawn.push_back(left == 0 ? 0 : Binomial(draws, Fraction{chance, left})(random));
    draws -= drawn.back();
    left -= chance;
  }
  return drawn;
}

class Tallies {
 public:
  explicit Tallies(std::string setting) : setting_(std::move(setting)) {}

  void add(const Metric& row, double truth) {
    Tally& tally = by_method_[row.method];
    if (!row.low || !row.high) {
      ++tally.without;
      return;
    }
    ++tally.with;
    tally.below += truth < *row.low;
    tally.above += truth > *row.high;
    tally.width += *row.high - *row.low;
  }

  void print() const {
    for (const auto& [method, t] : by_method_) {
      const double n = static_cast<double>(t.with);
      const auto percent = [&](std::uint64_t count) {
        return cxrval::base::format_fixed(100 * static_cast<double>(count) / n, 2);
      };
      std::cout << setting_ << ',' << method << ',' << percent(t.with - t.below - t.above) << ',' << percent(t.below)
                << ',' << percent(t.above) << ',' << cxrval::base::format_fixed(t.width / n, 4) << ',' << t.without
                << '\n';
    }
  }

 private:
  struct Tally {
    std::uint64_t with = 0, without = 0, below = 0, above = 0;
    double width = 0;
  };
  std::string setting_;
  std::map<std::string, Tally> by_method_;
};

struct Effort {
  std::uint64_t replicates = 20'000;
  std::size_t resamples = 999;
};

Evaluation evaluation(const Effort& effort, std::uint64_t replicate) {
  Evaluation wanted;
  wanted.resamples = effort.resamples;
  wanted.seed = replicate + 1;
  return wanted;
}

void f1_of_studies(const std::string& name, std::uint64_t n, const Effort& effort) {
  const std::vector<std::uint64_t> chances{1205, 729, 551, 3800};
  const double truth = *value(Measure::f1, Confusion{1205, 729, 551, 3800});
  Tallies tallies(name);
  for (std::uint64_t i = 0; i < effort.replicates; ++i) {
    RandomStream random(data_seed, i);
    const auto cells = draw(n, chances, random);
    Evaluation wanted = evaluation(effort, i);
    wanted.measures = {Measure::f1};
    wanted.intervals = {IntervalMethod::percentile, IntervalMethod::basic, IntervalMethod::bca,
                        IntervalMethod::studentised, IntervalMethod::linearised};
    for (const Metric& row : evaluate(Population::of_studies({cells[0], cells[1], cells[2], cells[3]}), wanted))
      tallies.add(row, truth);
  }
  tallies.print();
}

// Patients with one to six studies that the AI answers alike.
const std::vector<Cluster> patients{
    {{1, 0, 0, 0}, 140}, {{0, 1, 0, 0}, 80}, {{0, 0, 1, 0}, 60}, {{0, 0, 0, 1}, 420}, {{3, 0, 1, 0}, 40},
    {{6, 0, 0, 0}, 20},  {{0, 3, 0, 1}, 25}, {{0, 0, 4, 0}, 25}, {{0, 0, 0, 5}, 110}, {{2, 1, 0, 3}, 80},
};

void f1_of_patients(const std::string& name, std::uint64_t count, const Effort& effort) {
  std::vector<std::uint64_t> chances;
  for (const Cluster& kind : patients) chances.push_back(kind.count);
  const double truth = *value(Measure::f1, Population(patients).total());
  Tallies tallies(name);
  for (std::uint64_t i = 0; i < effort.replicates; ++i) {
    RandomStream random(data_seed, i);
    const auto drawn = draw(count, chances, random);
    std::vector<Cluster> sample = patients;
    for (std::size_t kind = 0; kind < sample.size(); ++kind) sample[kind].count = drawn[kind];
    Evaluation wanted = evaluation(effort, i);
    wanted.measures = {Measure::f1};
    wanted.unit = Unit::patient;
    wanted.intervals = {IntervalMethod::percentile, IntervalMethod::bca, IntervalMethod::studentised,
                        IntervalMethod::linearised, IntervalMethod::linearised_t};
    for (const Metric& row : evaluate(Population(sample), wanted)) tallies.add(row, truth);
  }
  tallies.print();
}

// Normal scores, positives 1.2 standard deviations higher: AUC = Phi(1.2 / sqrt 2).
void auc_of_studies(const std::string& name, std::uint32_t n, const Effort& effort) {
  constexpr double distance = 1.2;
  const double truth = normal_cdf(distance / std::sqrt(2.0));
  Tallies tallies(name);
  for (std::uint64_t i = 0; i < effort.replicates; ++i) {
    RandomStream random(data_seed, i);
    std::vector<ScoredStudy> studies;
    for (std::uint32_t study = 0; study < n; ++study) {
      const bool positive = random.uniform() < 0.3;
      studies.push_back({normal_quantile(random.uniform()) + (positive ? distance : 0), positive, study});
    }
    Evaluation wanted = evaluation(effort, i);
    wanted.score_measures = {*parse_score_measure("roc_auc")};
    wanted.intervals = {IntervalMethod::percentile, IntervalMethod::delong, IntervalMethod::delong_logit};
    for (const Metric& row : evaluate_scores(Scored(std::move(studies)), wanted)) tallies.add(row, truth);
  }
  tallies.print();
}

}  // namespace

int main(int argc, char** argv) {
  Effort effort;
  if (argc > 1) effort.replicates = std::strtoull(argv[1], nullptr, 10);
  if (argc > 2) effort.resamples = std::strtoull(argv[2], nullptr, 10);
  std::cout << "setting,method,covered_percent,truth_below_percent,truth_above_percent,mean_width,without_limits\n";
  f1_of_studies("F1 of 500 studies", 500, effort);
  f1_of_patients("F1 of 300 patients", 300, effort);
  auc_of_studies("AUC of 200 studies", 200, effort);
  f1_of_patients("F1 of 12 patients", 12, effort);
  f1_of_patients("F1 of 25 patients", 25, effort);
}
