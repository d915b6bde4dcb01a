// SPDX-License-Identifier: Apache-2.0
#include "pairings.hpp"

#include "match/assignment.hpp"

#include <algorithm>

namespace cxrval::bootstrap_f1 {
namespace {

using stats::Confusion;
using stats::LinearRatio;
using stats::Weights;

Confusion cell(const PossiblePair& pair) {
  Confusion counts;
  if (pair.label != Label::unlabelled) counts.add(pair.label == Label::abnormal, pair.predicted);
  return counts;
}

Weights combined(std::int64_t p, const Weights& x, std::int64_t q, const Weights& y) {
  return {p * x.tp + q * y.tp, p * x.fp + q * y.fp, p * x.fn + q * y.fn, p * x.tn + q * y.tn};
}

}  // namespace

std::size_t Pairings::add(std::vector<PossiblePair> component) {
  std::sort(component.begin(), component.end());
  const auto [found, is_new] = known_.emplace(component, kinds_.size());
  if (is_new) {
    Kind kind;
    for (const PossiblePair& pair : component) {
      kind.studies = std::max(kind.studies, pair.study + 1);
      kind.reports = std::max(kind.reports, pair.report + 1);
      if (pair.chosen) ++kind.paired;
    }
    kind.pairs = std::move(component);
    kinds_.push_back(std::move(kind));
  }
  ++kinds_[found->second].components;
  return found->second;
}

Pairings::Selection Pairings::chosen() const {
  Selection selection;
  for (const Kind& kind : kinds_) {
    Confusion counts;
    for (const PossiblePair& pair : kind.pairs) {
      if (pair.chosen) counts += cell(pair);
    }
    selection.push_back(counts);
  }
  return selection;
}

Confusion Pairings::total(const Selection& selection) const {
  Confusion counts;
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    const Confusion& each = selection[i];
    const std::uint64_t times = kinds_[i].components;
    counts += {each.tp * times, each.fp * times, each.fn * times, each.tn * times};
  }
  return counts;
}

// Each study or report that is to stay alone is given a partner of its own kind, so that all must be paired:
// `paired` pairs are then left for the others, no more and no fewer.
Confusion Pairings::largest_sum(const Kind& kind, const Weights& weights) {
  std::vector<match::Edge> edges;
  const auto put = [&](std::size_t row, std::size_t column, std::int64_t worth) {
    edges.push_back({row, column, {-1, 0, -worth}});
  };
  for (const PossiblePair& pair : kind.pairs) put(pair.study, pair.report, weights.sum(cell(pair)));
  const std::size_t rows = kind.studies + kind.reports - kind.paired;
  for (std::size_t column = kind.reports; column < rows; ++column) {
    for (std::size_t study = 0; study < kind.studies; ++study) put(study, column, 0);
  }
  for (std::size_t row = kind.studies; row < rows; ++row) {
    for (std::size_t report = 0; report < kind.reports; ++report) put(row, report, 0);
  }
  const match::Assignment best = match::assign(rows, rows, edges);
  Confusion counts;
  for (const PossiblePair& pair : kind.pairs) {
    if (best.column_of_row[pair.study] == pair.report) counts += cell(pair);
  }
  return counts;
}

Pairings::Selection Pairings::largest_sum(const Weights& weights) const {
  Selection selection;
  for (const Kind& kind : kinds_) selection.push_back(largest_sum(kind, weights));
  return selection;
}

std::int64_t Pairings::sum(const Weights& weights, const Selection& selection) const {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    sum += static_cast<std::int64_t>(kinds_[i].components) * weights.sum(selection[i]);
  }
  return sum;
}

std::optional<Pairings::Selection> Pairings::extreme(const LinearRatio& ratio, const Confusion& certain,
                                                     Extreme which) const {
  const auto counts = [&](const Selection& selection) {
    Confusion all = certain;
    return all += total(selection);
  };
  const std::int64_t sign = which == Extreme::largest ? 1 : -1;
  Selection best = chosen();
  if (ratio.denominator.sum(counts(best)) == 0) best = largest_sum(ratio.denominator);
  while (true) {
    const Confusion now = counts(best);
    const std::int64_t denominator = ratio.denominator.sum(now);
    if (denominator == 0) return std::nullopt;
    const Weights better =
        combined(sign * denominator, ratio.numerator, -sign * ratio.numerator.sum(now), ratio.denominator);
    Selection next = largest_sum(better);
    if (sum(better, next) <= sum(better, best)) return best;
    best = std::move(next);
  }
}

bool Pairings::always_defined(const LinearRatio& ratio, const Confusion& certain) const {
  if (ratio.denominator.sum(certain) > 0) return true;
  return sum(ratio.denominator, largest_sum(combined(-1, ratio.denominator, 0, {}))) > 0;
}

}  // namespace cxrval::bootstrap_f1
