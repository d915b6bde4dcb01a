// SPDX-License-Identifier: Apache-2.0
#include "stats/confusion.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace cxrval::stats {
namespace {

struct Entry {
  Measure measure;
  std::string_view name;
  std::string_view title;
  std::optional<LinearRatio> ratio;  // weights of TP, FP, FN, TN
};

constexpr std::array entries{
    Entry{Measure::f1, "f1", "F1", LinearRatio{{2, 0, 0, 0}, {2, 1, 1, 0}}},
    Entry{Measure::sensitivity, "sensitivity", "sensitivity", LinearRatio{{1, 0, 0, 0}, {1, 0, 1, 0}}},
    Entry{Measure::specificity, "specificity", "specificity", LinearRatio{{0, 0, 0, 1}, {0, 1, 0, 1}}},
    Entry{Measure::ppv, "ppv", "PPV", LinearRatio{{1, 0, 0, 0}, {1, 1, 0, 0}}},
    Entry{Measure::npv, "npv", "NPV", LinearRatio{{0, 0, 0, 1}, {0, 0, 1, 1}}},
    Entry{Measure::accuracy, "accuracy", "accuracy", LinearRatio{{1, 0, 0, 1}, {1, 1, 1, 1}}},
    Entry{Measure::prevalence, "prevalence", "prevalence", LinearRatio{{1, 0, 1, 0}, {1, 1, 1, 1}}},
    Entry{Measure::balanced_accuracy, "balanced_accuracy", "balanced accuracy", std::nullopt},
    Entry{Measure::youden, "youden", "Youden index", std::nullopt},
    Entry{Measure::f2, "f2", "F2", LinearRatio{{5, 0, 0, 0}, {5, 1, 4, 0}}},
    Entry{Measure::jaccard, "jaccard", "Jaccard index", LinearRatio{{1, 0, 0, 0}, {1, 1, 1, 0}}},
    Entry{Measure::mcc, "mcc", "MCC", std::nullopt},
    Entry{Measure::kappa, "kappa", "kappa", std::nullopt},
    Entry{Measure::lr_positive, "lr_positive", "LR+", std::nullopt},
    Entry{Measure::lr_negative, "lr_negative", "LR-", std::nullopt},
    Entry{Measure::diagnostic_odds_ratio, "diagnostic_odds_ratio", "diagnostic odds ratio", std::nullopt},
    Entry{Measure::fnr, "fnr", "false negative rate", LinearRatio{{0, 0, 1, 0}, {1, 0, 1, 0}}},
    Entry{Measure::fpr, "fpr", "false positive rate", LinearRatio{{0, 1, 0, 0}, {0, 1, 0, 1}}},
    Entry{Measure::fdr, "fdr", "false discovery rate", LinearRatio{{0, 1, 0, 0}, {1, 1, 0, 0}}},
};

constexpr auto measures = [] {
  std::array<Measure, entries.size()> list{};
  for (std::size_t i = 0; i < list.size(); ++i) list[i] = entries[i].measure;
  return list;
}();

const Entry& entry(Measure measure) {
  return entries[static_cast<std::size_t>(measure)];
}

using Value = std::optional<double>;

Value ratio(double numerator, double denominator) {
  if (denominator == 0) return std::nullopt;
  return numerator / denominator;
}

// sensitivity + specificity over the common denominator, so that one rounding is left.
Value sum_of_rates(const RealCells& c) {
  return ratio(c.tp * c.negatives() + c.tn * c.positives(), c.positives() * c.negatives());
}

Value youden(const RealCells& c) {
  return ratio(c.tp * c.tn - c.fp * c.fn, c.positives() * c.negatives());
}

// A perfect table and a reversed one are 1 and -1 whatever their margins' roots round to.
Value mcc(const RealCells& c) {
  const double truth = std::sqrt(c.positives()) * std::sqrt(c.negatives());
  const double prediction = std::sqrt(c.tp + c.fp) * std::sqrt(c.tn + c.fn);
  const Value found = ratio(c.tp * c.tn - c.fp * c.fn, truth * prediction);
  if (!found) return found;
  if (c.fp == 0 && c.fn == 0) return 1;
  if (c.tp == 0 && c.tn == 0) return -1;
  return std::clamp(*found, -1.0, 1.0);
}

Value kappa(const RealCells& c) {
  const double chance = (c.tp + c.fp) * c.negatives() + (c.fn + c.tn) * c.positives();
  return ratio(2 * (c.tp * c.tn - c.fp * c.fn), chance);
}

Value halved(Value sum) {
  if (sum) *sum /= 2;
  return sum;
}

Value likelihood_ratio(const RealCells& c, double hits, double false_alarms) {
  return ratio(hits * c.negatives(), false_alarms * c.positives());
}

Value composite(Measure measure, const RealCells& c) {
  switch (measure) {
    case Measure::balanced_accuracy:
      return halved(sum_of_rates(c));
    case Measure::youden:
      return youden(c);
    case Measure::mcc:
      return mcc(c);
    case Measure::kappa:
      return kappa(c);
    case Measure::lr_positive:
      return likelihood_ratio(c, c.tp, c.fp);
    case Measure::lr_negative:
      return likelihood_ratio(c, c.fn, c.tn);
    case Measure::diagnostic_odds_ratio:
      return ratio(c.tp * c.tn, c.fp * c.fn);
    default:
      return std::nullopt;
  }
}

}  // namespace

Confusion& Confusion::operator+=(const Confusion& other) {
  tp += other.tp;
  fp += other.fp;
  fn += other.fn;
  tn += other.tn;
  return *this;
}

void Confusion::add(bool truth, bool predicted) {
  std::uint64_t& cell = truth ? (predicted ? tp : fn) : (predicted ? fp : tn);
  ++cell;
}

std::int64_t Weights::sum(const Confusion& counts) const {
  return tp * static_cast<std::int64_t>(counts.tp) + fp * static_cast<std::int64_t>(counts.fp) +
         fn * static_cast<std::int64_t>(counts.fn) + tn * static_cast<std::int64_t>(counts.tn);
}

double Weights::dot(const RealCells& cells) const {
  return static_cast<double>(tp) * cells.tp + static_cast<double>(fp) * cells.fp + static_cast<double>(fn) * cells.fn +
         static_cast<double>(tn) * cells.tn;
}

const std::optional<LinearRatio>& linear_ratio(Measure measure) {
  return entry(measure).ratio;
}

std::optional<double> value(Measure measure, const Confusion& counts) {
  if (const auto& form = linear_ratio(measure)) {
    return ratio(static_cast<double>(form->numerator.sum(counts)), static_cast<double>(form->denominator.sum(counts)));
  }
  return composite(measure, real_cells(counts));
}

RealCells real_cells(const Confusion& counts) {
  return {static_cast<double>(counts.tp), static_cast<double>(counts.fp), static_cast<double>(counts.fn),
          static_cast<double>(counts.tn)};
}

std::optional<double> value_of(Measure measure, const RealCells& cells) {
  if (const auto& form = linear_ratio(measure)) return ratio(form->numerator.dot(cells), form->denominator.dot(cells));
  return composite(measure, cells);
}

std::string_view name(Measure measure) {
  return entry(measure).name;
}
std::string_view title(Measure measure) {
  return entry(measure).title;
}

std::optional<Measure> parse_measure(std::string_view name) {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.name == name; });
  if (found == entries.end()) return std::nullopt;
  return found->measure;
}

std::span<const Measure> all_measures() {
  return measures;
}

}  // namespace cxrval::stats
