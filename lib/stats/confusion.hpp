// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace cxrval::stats {

// Counts of studies by truth (the report) and prediction (the AI); positive is abnormal.
struct Confusion {
  std::uint64_t tp = 0;
  std::uint64_t fp = 0;
  std::uint64_t fn = 0;
  std::uint64_t tn = 0;

  std::uint64_t total() const { return tp + fp + fn + tn; }
  void add(bool truth, bool predicted);
  Confusion& operator+=(const Confusion& other);
  friend auto operator<=>(const Confusion&, const Confusion&) = default;
};

// P = tp + fn, N = fp + tn. Every measure is computed from the counts, never from other measures that are rounded.
enum class Measure {
  f1,                     // 2tp / (2tp + fp + fn), undefined only when tp = fp = fn = 0
  sensitivity,            // tp / P, also called recall
  specificity,            // tn / N
  ppv,                    // tp / (tp + fp), also called precision
  npv,                    // tn / (tn + fn)
  accuracy,               // (tp + tn) / n
  prevalence,             // P / n
  balanced_accuracy,      // (sensitivity + specificity) / 2
  youden,                 // sensitivity + specificity - 1
  f2,                     // 5tp / (5tp + 4fn + fp)
  jaccard,                // tp / (tp + fp + fn)
  mcc,                    // Matthews correlation, undefined when a margin is 0
  kappa,                  // Cohen's kappa, undefined when chance agreement is 1
  lr_positive,            // sensitivity / (1 - specificity), undefined when fp = 0
  lr_negative,            // (1 - sensitivity) / specificity, undefined when tn = 0
  diagnostic_odds_ratio,  // tp tn / (fp fn), undefined when fp fn = 0
  fnr,                    // fn / P
  fpr,                    // fp / N
  fdr,                    // fp / (tp + fp)
};

// Cells that are no whole numbers: shares, expected counts. All measures are the same for cells times a constant.
struct RealCells {
  double tp = 0;
  double fp = 0;
  double fn = 0;
  double tn = 0;

  double positives() const { return tp + fn; }
  double negatives() const { return fp + tn; }
};

// One number for each cell.
struct Weights {
  std::int64_t tp = 0;
  std::int64_t fp = 0;
  std::int64_t fn = 0;
  std::int64_t tn = 0;

  std::int64_t sum(const Confusion& counts) const;
  double dot(const RealCells& cells) const;
};

// numerator.sum(counts) / denominator.sum(counts). Weights are 0 to 5; a cell in the numerator is in the denominator.
struct LinearRatio {
  Weights numerator;
  Weights denominator;
};

// The measure in that form; nothing for those that are no ratio of two sums of cells: balanced accuracy, Youden, MCC,
// kappa, likelihood ratios, diagnostic odds ratio.
const std::optional<LinearRatio>& linear_ratio(Measure measure);

// The measure's value, or nothing where its denominator is 0. Counts up to 1e9 in total are exact enough for 1e-12.
std::optional<double> value(Measure measure, const Confusion& counts);

RealCells real_cells(const Confusion& counts);
std::optional<double> value_of(Measure measure, const RealCells& cells);

// The name as options and tables write it, such as "balanced_accuracy".
std::string_view name(Measure measure);
// The name as people read it, such as "F1" and "PPV".
std::string_view title(Measure measure);
std::optional<Measure> parse_measure(std::string_view name);
std::span<const Measure> all_measures();

}  // namespace cxrval::stats
