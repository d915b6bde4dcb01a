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
};

constexpr std::array entries{
    Entry{Measure::f1, "f1", "F1"},
    Entry{Measure::sensitivity, "sensitivity", "sensitivity"},
    Entry{Measure::specificity, "specificity", "specificity"},
    Entry{Measure::ppv, "ppv", "PPV"},
    Entry{Measure::npv, "npv", "NPV"},
    Entry{Measure::accuracy, "accuracy", "accuracy"},
    Entry{Measure::prevalence, "prevalence", "prevalence"},
    Entry{Measure::balanced_accuracy, "balanced_accuracy", "balanced accuracy"},
    Entry{Measure::youden, "youden", "Youden index"},
    Entry{Measure::f2, "f2", "F2"},
    Entry{Measure::jaccard, "jaccard", "Jaccard index"},
    Entry{Measure::mcc, "mcc", "MCC"},
    Entry{Measure::kappa, "kappa", "kappa"},
    Entry{Measure::lr_positive, "lr_positive", "LR+"},
    Entry{Measure::lr_negative, "lr_negative", "LR-"},
    Entry{Measure::diagnostic_odds_ratio, "diagnostic_odds_ratio", "diagnostic odds ratio"},
    Entry{Measure::fnr, "fnr", "false negative rate"},
    Entry{Measure::fpr, "fpr", "false positive rate"},
    Entry{Measure::fdr, "fdr", "false discovery rate"},
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

struct Cells {
  double tp, fp, fn, tn;
  double positives() const { return tp + fn; }
  double negatives() const { return fp + tn; }
  double total() const { return tp + fp + fn + tn; }
};

// sensitivity + specificity over the common denominator, so that one rounding is left.
Value sum_of_rates(const Cells& c) {
  return ratio(c.tp * c.negatives() + c.tn * c.positives(), c.positives() * c.negatives());
}

Value youden(const Cells& c) {
  return ratio(c.tp * c.tn - c.fp * c.fn, c.positives() * c.negatives());
}

Value mcc(const Cells& c) {
  const double truth = std::sqrt(c.positives()) * std::sqrt(c.negatives());
  const double prediction = std::sqrt(c.tp + c.fp) * std::sqrt(c.tn + c.fn);
  return ratio(c.tp * c.tn - c.fp * c.fn, truth * prediction);
}

Value kappa(const Cells& c) {
  const double chance = (c.tp + c.fp) * c.negatives() + (c.fn + c.tn) * c.positives();
  return ratio(2 * (c.tp * c.tn - c.fp * c.fn), chance);
}

Value halved(Value sum) {
  if (sum) *sum /= 2;
  return sum;
}

Value likelihood_ratio(const Cells& c, double hits, double false_alarms) {
  return ratio(hits * c.negatives(), false_alarms * c.positives());
}

Value composite(Measure measure, const Cells& c) {
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

std::optional<double> value(Measure measure, const Confusion& counts) {
  const Cells c{static_cast<double>(counts.tp), static_cast<double>(counts.fp), static_cast<double>(counts.fn),
                static_cast<double>(counts.tn)};
  switch (measure) {
    case Measure::f1:
      return ratio(2 * c.tp, 2 * c.tp + c.fp + c.fn);
    case Measure::f2:
      return ratio(5 * c.tp, 5 * c.tp + 4 * c.fn + c.fp);
    case Measure::jaccard:
      return ratio(c.tp, c.tp + c.fp + c.fn);
    case Measure::sensitivity:
      return ratio(c.tp, c.positives());
    case Measure::specificity:
      return ratio(c.tn, c.negatives());
    case Measure::ppv:
      return ratio(c.tp, c.tp + c.fp);
    case Measure::npv:
      return ratio(c.tn, c.tn + c.fn);
    case Measure::accuracy:
      return ratio(c.tp + c.tn, c.total());
    case Measure::prevalence:
      return ratio(c.positives(), c.total());
    case Measure::fnr:
      return ratio(c.fn, c.positives());
    case Measure::fpr:
      return ratio(c.fp, c.negatives());
    case Measure::fdr:
      return ratio(c.fp, c.tp + c.fp);
    default:
      return composite(measure, c);
  }
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
