// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/binomial.hpp"
#include "stats/scored.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace cxrval::stats {

// How often each study of a Scored was drawn, in its order; empty for once each, which is the sample itself.
using StudyWeights = std::span<const std::uint32_t>;

// The rule "positive when score >= threshold" and how it decides. +infinity is the rule that calls nothing positive.
struct RocPoint {
  double threshold = 0;
  std::uint64_t tp = 0;
  std::uint64_t fp = 0;

  bool operator==(const RocPoint&) const = default;
};

// Every rule that decides differently by a score that was drawn: from +infinity through each distinct score,
// descending.
struct RocCurve {
  std::vector<RocPoint> points;
  std::uint64_t positives = 0;
  std::uint64_t negatives = 0;
};

RocCurve roc_curve(const Scored& scored, StudyWeights weights = {});
// The same into a curve whose memory is used again.
void roc_curve(const Scored& scored, StudyWeights weights, RocCurve& curve);

double share(std::uint64_t part, std::uint64_t whole);

// Nothing without positives (negatives).
std::optional<double> sensitivity(const RocCurve& curve, const RocPoint& point);
std::optional<double> specificity(const RocCurve& curve, const RocPoint& point);

// A share of 0 to 1 as written, such as "0.95": its digits as a fraction, nothing rounded. Nothing for another text or
// more than 9 digits behind the point.
std::optional<Fraction> parse_share(std::string_view text);

// The area under the ROC curve; a tie counts one half. From whole numbers, rounded once. Nothing without both kinds.
std::optional<double> roc_auc(const RocCurve& curve);

// The most sensitive rule whose specificity is at least `target`, compared in whole numbers: TN * whole >= part * N.
// No interpolation between rules. Of rules that are as sensitive, the most specific one. Nothing without both kinds.
// A threshold chosen on the data on which it is judged flatters the model: choose it anew in every resample.
std::optional<RocPoint> at_specificity(const RocCurve& curve, Fraction target);
// The most specific rule whose sensitivity is at least `target`; of rules as specific, the most sensitive one.
std::optional<RocPoint> at_sensitivity(const RocCurve& curve, Fraction target);

struct PartialArea {
  double area = 0;
  // McClish, Med. Decis. Making 9, 1989: 1/2 for a model that ranks by chance, 1 for a perfect one; nothing for a range
  // of no width.
  std::optional<double> corrected;
};

// The area between specificity 1 and `lowest`, the curve's corners joined by straight lines; in whole numbers, divided
// once, so that resamples with one area have one double. Nothing without both kinds.
std::optional<PartialArea> partial_area_by_specificity(const RocCurve& curve, Fraction lowest);

// Average precision: the sum over thresholds, descending, of the recall gained times the precision there; no
// interpolation, ties are one step (as scikit-learn's average_precision_score). Nothing without positives.
std::optional<double> average_precision(const RocCurve& curve);
// The area under the precision-recall curve of Davis and Goadrich (ICML 2006), who interpolate false positives linearly
// between rules, as an integral (Keilwagen, Grosse and Grau, PLOS ONE 9, 2014). Nothing without positives.
std::optional<double> pr_auc(const RocCurve& curve);

}  // namespace cxrval::stats
