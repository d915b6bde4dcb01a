// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/bounds.hpp"
#include "report/calibration.hpp"
#include "report/confusion_matrix.hpp"
#include "report/curve.hpp"
#include "report/days.hpp"
#include "report/distribution.hpp"
#include "report/flow.hpp"
#include "report/forest.hpp"
#include "report/interval_bars.hpp"
#include "report/lags.hpp"

#include <random>

namespace cxrval::report::test {

// Figures of invented numbers and words: long and short, Vietnamese, hostile, missing, all zero, none at all.
class RandomFigures {
 public:
  explicit RandomFigures(unsigned seed);

  // One of each kind.
  std::vector<Figure> all();

 private:
  std::size_t below(std::size_t most) { return random_() % most; }
  double share() { return static_cast<double>(below(1001)) / 1000; }
  std::string word();
  std::string words(std::size_t most);
  std::optional<double> number();
  std::optional<std::uint64_t> count();
  Estimate estimate();
  Heading heading(const std::string& id);
  FlowBox box(std::size_t most);
  std::vector<FlowStep> steps();
  Flow flow();
  ConfusionMatrix matrix();
  Distribution distribution();
  Curve curve();
  Calibration calibration();
  Lags lags();
  Days days();
  Forest forest();
  IntervalBars bars();
  Bounds bounds();

  std::mt19937 random_;
  NumberStyle numbers_;
  double width_ = 720;
  int mood_ = 0;  // 0 ordinary, 1 much is missing, 2 all zero
};

}  // namespace cxrval::report::test
