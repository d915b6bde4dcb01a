// SPDX-License-Identifier: Apache-2.0
#include "measures.hpp"

#include "stats/agreement.hpp"
#include "stats/proportion.hpp"

#include <array>
#include <string_view>

namespace cxrval::compare_labels {
namespace {

using stats::Confusion;
using stats::Interval;
using stats::Metric;

struct Asked {
  std::string_view name;
  stats::Measure measure;
  bool of_normal = false;  // the same with normal as positive
};

constexpr std::array asked{
    Asked{"agreement", stats::Measure::accuracy},          Asked{"positive_agreement", stats::Measure::f1},
    Asked{"negative_agreement", stats::Measure::f1, true}, Asked{"sensitivity", stats::Measure::sensitivity},
    Asked{"specificity", stats::Measure::specificity},     Asked{"kappa", stats::Measure::kappa},
};

Confusion turned(const Confusion& c) {
  return {c.tn, c.fn, c.fp, c.tp};
}

struct Limits {
  Interval interval;
  std::string_view method;
};

Limits asymptotic(const Asked& what, const Confusion& c, double level) {
  if (what.measure == stats::Measure::f1) {
    return {stats::specific_agreement(what.of_normal ? c.tn : c.tp, c.fp + c.fn, level), "delta"};
  }
  if (what.measure != stats::Measure::kappa) {
    const stats::Share share = stats::share(what.measure, c).value_or(stats::Share{});
    return {stats::proportion_interval(share.x, share.n, level), "wilson"};
  }
  const stats::Kappa kappa = stats::cohen_kappa(stats::AgreementTable(c));
  return {stats::wald_interval(kappa.estimate, kappa.standard_error, level), "fleiss_cohen_everitt"};
}

Metric start_row(const Asked& what, const Group& group, const Options& options) {
  Metric row;
  row.measure = what.name;
  row.group = group.name;
  row.level = options.level;
  row.unit = "report";
  row.n = group.counts.total();
  row.counts = group.counts;
  return row;
}

std::vector<Metric> measure_asymptotically(const Group& group, const Options& options) {
  std::vector<Metric> rows;
  for (const Asked& what : asked) {
    Metric row = start_row(what, group, options);
    const Limits limits = asymptotic(what, group.counts, options.level);
    row.estimate = limits.interval.estimate;
    row.low = limits.interval.low;
    row.high = limits.interval.high;
    row.method = limits.method;
    row.rule = "estimate=point";
    if (row.estimate && !row.low) row.rule += ";limits=none_without_variance";
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Metric> measure_by_bootstrap(const Group& group, const Options& options) {
  std::vector<Metric> rows;
  if (group.counts.total() == 0) return measure_asymptotically(group, options);
  const stats::Population population = stats::Population::of_studies(group.counts);
  const std::vector<Confusion> resamples = stats::resample(population, options.resamples, options.seed);
  std::vector<Confusion> of_normal;
  for (const Confusion& counts : resamples) of_normal.push_back(turned(counts));
  const double tail = (1 - options.level) / 2;
  for (const Asked& what : asked) {
    Metric row = start_row(what, group, options);
    const stats::Distribution found = stats::distribution(what.measure, what.of_normal ? of_normal : resamples);
    row.estimate = stats::value(what.measure, what.of_normal ? turned(group.counts) : group.counts);
    row.low = found.quantile(tail);
    row.high = found.quantile(1 - tail);
    row.method = "bootstrap_percentile";
    row.resamples = options.resamples;
    row.seed = options.seed;
    row.undefined = static_cast<double>(found.undefined);
    row.rule = "estimate=point;quantile=type7;undefined=left_out";
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

std::vector<Group> count_groups(const std::vector<Pair>& pairs, const std::vector<std::string>& regions) {
  std::vector<Group> groups{{"all", {}}};
  for (const std::string& region : regions) groups.push_back({region, {}});
  for (const Pair& pair : pairs) {
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (pair.label[i] == Answer::none || pair.reference[i] == Answer::none) continue;
      groups[i].counts.add(pair.reference[i] == Answer::abnormal, pair.label[i] == Answer::abnormal);
    }
  }
  return groups;
}

std::vector<Metric> measure(const Group& group, const Options& options) {
  return options.interval == "bootstrap" ? measure_by_bootstrap(group, options)
                                         : measure_asymptotically(group, options);
}

}  // namespace cxrval::compare_labels
