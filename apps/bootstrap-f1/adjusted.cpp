// SPDX-License-Identifier: Apache-2.0
#include "adjusted.hpp"

#include "base/number.hpp"
#include "stats/interval_rows.hpp"
#include "stats/prevalence_adjustment.hpp"
#include "stats/verification_bias.hpp"
#include "wanted.hpp"

#include <string>
#include <utility>

namespace cxrval::bootstrap_f1 {
namespace {

using stats::Confusion;
using stats::Measure;
using stats::Metric;

// Then z is too small for the limits.
bool few(const stats::Evaluation& wanted, std::uint64_t units) {
  return wanted.unit == stats::Unit::patient && units < stats::few_patients;
}

// A linearised interval on the scale that limits of such a measure have.
Metric closed_form(Measure measure, const std::string& group, const stats::Evaluation& wanted, std::uint64_t units) {
  Metric row = stats::start_row(std::string(stats::name(measure)), wanted);
  row.group = group;
  row.method = few(wanted, units) ? "linearised_t" : "linearised";
  row.n = units;
  const bool share = stats::range_of(measure).least == 0 && stats::range_of(measure).most == 1;
  row.rule = "estimate=point";
  if (share) row.rule += ";scale=logit";
  if (wanted.strata == stats::Strata::truth) row.rule += ";strata=truth";
  return row;
}

void fill(Metric& row, const stats::Estimated& found, stats::Limits limits) {
  row.estimate = found.value;
  row.standard_error = found.standard_error;
  stats::set(std::move(limits), row);
}

Block at_prevalences(const Material& material, const stats::Evaluation& wanted,
                     const std::vector<double>& prevalences) {
  Block block;
  const auto units = material.all.clusters();
  const bool student = few(wanted, material.all.units());
  const stats::Design design{wanted.strata == stats::Strata::truth, student};
  for (const double prevalence : prevalences) {
    const std::string group = "prevalence=" + base::format_real(prevalence);
    for (const Measure measure : wanted.measures) {
      if (!moves_with_prevalence(measure)) continue;
      Metric row = closed_form(measure, group, wanted, material.all.units());
      fill(row, stats::linearised_at(measure, units, prevalence, design),
           stats::limits_at(measure, units, {prevalence, wanted.level, design, student}));
      block.rows.push_back(std::move(row));
    }
  }
  return block;
}

// The studies of the pairs and those without a report, by units that are alike.
std::vector<stats::PartlyVerifiedUnits> partly_verified(const Material& material) {
  std::vector<stats::PartlyVerifiedUnits> units;
  if (material.unit == stats::Unit::patient) {
    for (const stats::GapCluster& kind : material.unmatched_studies->clusters(material.pairs))
      units.push_back({{kind.cells, kind.missing[0], kind.missing[1]}, kind.count});
    return units;
  }
  for (const stats::Cluster& kind : material.all.clusters()) units.push_back({{kind.cells, 0, 0}, kind.count});
  const stats::GapCounts& missing = material.unmatched_studies->total();
  units.push_back({{Confusion{}, 1, 0}, missing[0]});
  units.push_back({{Confusion{}, 0, 1}, missing[1]});
  return units;
}

Block corrected(const Material& material, const stats::Evaluation& wanted) {
  const stats::GapCounts& missing = material.unmatched_studies->total();
  Block block;
  block.about = "verification: corrected for " + std::to_string(missing[0] + missing[1]) +
                " studies without a report (AI-positive " + std::to_string(missing[0]) + ", AI-negative " +
                std::to_string(missing[1]) + "), if having one depends on the AI's answer alone";
  const auto units = partly_verified(material);
  std::uint64_t count = 0;
  for (const auto& kind : units) count += kind.count;
  for (const Measure measure : wanted.measures) {
    Metric row = closed_form(measure, "verification=begg_greenes", wanted, count);
    const bool student = few(wanted, count);
    fill(row, stats::corrected(measure, units, student),
         stats::corrected_limits(measure, units, {wanted.level, student}));
    block.rows.push_back(std::move(row));
  }
  return block;
}

}  // namespace

std::vector<Block> adjusted(const Material& material, const Options& options, const stats::Evaluation& wanted,
                            const std::vector<double>& prevalences) {
  std::vector<Block> blocks;
  if (!prevalences.empty()) blocks.push_back(at_prevalences(material, wanted, prevalences));
  if (options.verification != "none") blocks.push_back(corrected(material, wanted));
  return blocks;
}

}  // namespace cxrval::bootstrap_f1
