// SPDX-License-Identifier: Apache-2.0
#include "stats/calibration.hpp"

#include "catch.hpp"
#include "probability_cases.hpp"
#include "stats/brier.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

using namespace cxrval::stats;
using namespace cxrval::stats::test;

namespace {

std::vector<std::uint64_t> sizes(const std::vector<CalibrationBin>& bins) {
  std::vector<std::uint64_t> found;
  for (const CalibrationBin& bin : bins) found.push_back(bin.n);
  return found;
}

// Study by study: the bin is the last whose edge the probability reaches.
double slow_ece(const std::vector<ScoredStudy>& studies, int bins) {
  std::vector<double> gaps(static_cast<std::size_t>(bins));
  for (const ScoredStudy& study : studies) {
    int bin = bins - 1;
    while (bin > 0 && study.score < static_cast<double>(bin) / bins) --bin;
    gaps[static_cast<std::size_t>(bin)] += study.score - (study.positive ? 1 : 0);
  }
  double sum = 0;
  for (const double gap : gaps) sum += std::abs(gap);
  return sum / static_cast<double>(studies.size());
}

}  // namespace

TEST_CASE("calibration in ten bins is that of the definition") {
  // R 4.2.2, from the formulas
  const BinnedCalibration found = binned_calibration(Scored(twelve_studies()), {});
  REQUIRE(*found.ece == approx(0.208333333333333).epsilon(1e-13));
  REQUIRE(*found.mce == approx(0.7).epsilon(1e-13));
  REQUIRE(*found.reliability == approx(0.0794791666666667).epsilon(1e-13));
  REQUIRE(*found.resolution == approx(0.125).epsilon(1e-13));
  REQUIRE(*found.uncertainty == approx(0.25).epsilon(1e-13));
}

TEST_CASE("every decimal edge opens its bin, 0 is in the first and 1 in the last") {
  for (const int count : {10, 20, 50, 100, 1000}) {
    std::vector<ScoredStudy> studies;
    for (int i = 0; i <= count; ++i) {
      // As a reader of the decimal text gets it.
      studies.push_back({std::stod(std::to_string(i) + "e0") / count, false, 0});
    }
    std::vector<std::uint64_t> expected(static_cast<std::size_t>(count), 1);
    expected.back() = 2;
    REQUIRE(sizes(calibration_bins(Scored(studies), {}, static_cast<std::size_t>(count))) == expected);
  }
  std::vector<ScoredStudy> read;
  for (const char* text : {"0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"}) {
    read.push_back({std::stod(text), false, 0});
  }
  REQUIRE(sizes(calibration_bins(Scored(read), {})) == std::vector<std::uint64_t>{1, 1, 1, 1, 1, 1, 1, 1, 1, 2});
  const std::vector<ScoredStudy> hundredths{{0.29, false, 0}, {0.57, false, 0}, {0.58, false, 0}};
  const auto bins = calibration_bins(Scored(hundredths), {}, 100);
  REQUIRE(bins[29].n == 1);
  REQUIRE(bins[57].n == 1);
  REQUIRE(bins[58].n == 1);
}

TEST_CASE("ECE is the one of a slow count, and weights are repeated studies") {
  std::mt19937 random(2);
  for (int round = 0; round < 100; ++round) {
    const auto studies = random_studies(random, 1 + random() % 60);
    const Scored scored(studies);
    REQUIRE(*binned_calibration(scored, {}).ece == approx(slow_ece(studies, 10)).epsilon(1e-12).margin(1e-12));
    const auto weights = random_weights(random, scored.size());
    const auto weighted = binned_calibration(scored, weights, 5);
    const auto plain = binned_calibration(repeated(scored, weights), {}, 5);
    REQUIRE(weighted.ece.has_value() == plain.ece.has_value());
    if (plain.ece) REQUIRE(*weighted.ece == approx(*plain.ece).epsilon(1e-12).margin(1e-12));
    if (plain.mce) REQUIRE(*weighted.mce == approx(*plain.mce).epsilon(1e-12).margin(1e-12));
  }
}

TEST_CASE("Murphy's parts add up to the Brier score when a bin has one probability") {
  std::mt19937 random(3);
  std::vector<ScoredStudy> studies;
  for (std::uint32_t i = 0; i < 200; ++i) {
    const std::uint32_t tenths = below(random, 10);
    studies.push_back({(tenths + .5) / 10, below(random, 10) < tenths, i});
  }
  const Scored scored(studies);
  const BinnedCalibration parts = binned_calibration(scored, {});
  REQUIRE(*parts.reliability - *parts.resolution + *parts.uncertainty == approx(*brier(scored).score).epsilon(1e-12));
}

TEST_CASE("bins of nothing and of no probabilities have a reason") {
  REQUIRE(calibration_bins(Scored({}), {}).empty());
  REQUIRE(binned_calibration(Scored({}), {}).reason == "no study");
  REQUIRE_FALSE(binned_calibration(Scored({}), {}).ece);
  const Scored logits({{-1, false, 0}, {2, true, 1}});
  REQUIRE(calibration_bins(logits, {}).empty());
  REQUIRE(binned_calibration(logits, {}).reason != "no study");
  REQUIRE_THROWS_AS(calibration_bins(logits, {}, 0), std::invalid_argument);
}

TEST_CASE("the shared case of calibration comes out, and not its alternatives") {
  const auto folder = std::filesystem::path(CXRVAL_SOURCE_DIR) / "../shared/facts/stats-cases/brier_ece";
  std::ifstream table(folder / "input.csv");
  if (!table) {
    WARN("skipped: the shared statistics cases are not beside this project");
    return;
  }
  std::vector<ScoredStudy> studies;
  std::string line;
  std::getline(table, line);
  while (std::getline(table, line)) {
    const std::size_t first = line.find(',');
    const std::size_t second = line.find(',', first + 1);
    studies.push_back(
        {std::stod(line.substr(second + 1)), line[first + 1] == '1', static_cast<std::uint32_t>(studies.size())});
  }
  REQUIRE(studies.size() == 240);
  const Scored scored(studies);
  // Expected numbers: scikit-learn 1.2.1 and NumPy
  const Brier score = brier(scored);
  REQUIRE(*score.score == approx(0.22265199583333334).margin(1e-12).epsilon(0));
  REQUIRE(*score.scaled == approx(0.07542679258885443).margin(1e-12).epsilon(0));
  REQUIRE(*score.z == approx(5.429343878588126).margin(1e-9).epsilon(0));
  const BinnedCalibration parts = binned_calibration(scored, {});
  REQUIRE(*parts.ece == approx(0.1197208333333333).margin(1e-10).epsilon(0));
  REQUIRE(*parts.mce == approx(0.17492307692307685).margin(1e-10).epsilon(0));
  REQUIRE(*parts.reliability == approx(0.01675737523998707).margin(1e-10).epsilon(0));
  REQUIRE(*parts.resolution == approx(0.03526218615708095).margin(1e-10).epsilon(0));
  REQUIRE(*parts.uncertainty == approx(0.24081597222222223).margin(1e-12).epsilon(0));
  const auto bins = calibration_bins(scored, {});
  REQUIRE(sizes(bins) == std::vector<std::uint64_t>{50, 31, 29, 34, 27, 21, 13, 12, 12, 11});
  REQUIRE(*bins[4].mean_probability == approx(0.45166666666666666).margin(1e-10).epsilon(0));
  REQUIRE(*bins[4].observed == approx(0.5925925925925926).margin(1e-10).epsilon(0));
  // right-closed bins, groups of equal mass, and the confidence of the likelier class
  for (const double wrong : {0.11395416666666668, 0.11382916666666668, 0.11812083333333344}) {
    REQUIRE(std::abs(*parts.ece - wrong) > 1e-4);
  }
}
