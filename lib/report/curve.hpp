// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/figure.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cxrval::report {

struct CurveWords {
  std::string x;          // title of the x axis: "False positive rate (1 − specificity)"
  std::string y;          // "Sensitivity"
  std::string curve;      // legend: "AI probability"
  std::string band;       // legend: "pointwise 95% band"
  std::string reference;  // legend: "no discrimination" (the diagonal) or "prevalence"
  std::string point;      // legend: "operating point"
  std::string no_data;    // "no curve", when there is nothing to draw
};

struct CurvePoint {
  double x = 0;
  std::optional<double> y{};
  std::optional<double> low{};
  std::optional<double> high{};
};

struct OperatingPoint {
  double x = 0;
  double y = 0;
  std::string label{};  // beside the point; may be empty
};

// A curve in the unit square, as high as it is wide.
struct Curve {
  Heading heading{};
  CurveWords words{};
  std::vector<CurvePoint> points{};  // by x, ascending
  std::optional<OperatingPoint> operating_point{};
  bool diagonal = false;               // ROC
  std::optional<double> level_line{};  // precision-recall: the prevalence
  std::vector<std::string> notes{};    // lines beside the curve: "AUC 0.912 (0.905 to 0.919)"
};

// Data columns: x, y, low, high. Gaps stand where y is missing.
Figure draw_curve(const Curve& curve);

}  // namespace cxrval::report
