// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/figure.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace cxrval::report {

struct ConfusionWords {
  std::string truth;               // title of the rows: "Radiology report"
  std::string prediction;          // title of the columns: "AI result"
  std::string truth_positive;      // "abnormal"
  std::string truth_negative;      // "normal"
  std::string predicted_positive;  // "abnormal"
  std::string predicted_negative;  // "normal"
  std::string total;               // "total"
  std::string true_positive;       // "true positive", below the number in its cell
  std::string false_negative;
  std::string false_positive;
  std::string true_negative;
  std::string of_row;  // "of row", behind a percentage
};

// As Figure 5 of the paper: rows are the truth, columns the prediction, negative first as there unless
// `positive_first`.
struct ConfusionMatrix {
  Heading heading{};
  ConfusionWords words{};
  std::optional<std::uint64_t> tp{};
  std::optional<std::uint64_t> fp{};
  std::optional<std::uint64_t> fn{};
  std::optional<std::uint64_t> tn{};
  bool positive_first = false;
};

// Shading is the share of the row. Data columns: truth, prediction, cell, count, share_of_row.
Figure draw_confusion_matrix(const ConfusionMatrix& matrix);

}  // namespace cxrval::report
