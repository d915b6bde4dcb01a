// SPDX-License-Identifier: Apache-2.0
#include "sensitivity.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <map>
#include <utility>

namespace cxrval::bootstrap_f1 {
namespace {

using stats::Confusion;
using stats::Estimate;
using stats::GapCounts;
using stats::GapTally;
using stats::Measure;
using stats::Metric;
using stats::Population;
using stats::Unit;

constexpr std::array extremes{Extreme::smallest, Extreme::largest};

// The completion or pairing that gives a measure its extreme.
template <class Choice>
struct Chosen {
  Measure measure;
  Choice choice;
  std::string over;  // what the extreme is over
};

void append(std::vector<Metric>& rows, std::vector<Metric> more) {
  std::move(more.begin(), more.end(), std::back_inserter(rows));
}

std::string count_of(std::uint64_t number, const std::string& one, const std::string& many) {
  return std::to_string(number) + ' ' + (number == 1 ? one : many);
}

class Analysis {
 public:
  // A row has the first of the intervals.
  Analysis(const Material& material, const stats::Evaluation& wanted) : material_(material), wanted_(wanted) {
    wanted_.intervals.resize(1);
  }

  Block completions(const std::string& name, const GapTally& gaps) const {
    const std::vector<stats::GapCluster> patients =
        material_.unit == Unit::patient ? gaps.clusters(material_.pairs) : std::vector<stats::GapCluster>{};
    const Confusion& known = material_.all.total();
    const auto population = [&](const GapCounts& positive) {
      if (material_.unit == Unit::patient) return stats::completed(patients, positive);
      return Population::of_studies(stats::completed(known, gaps.total(), positive));
    };
    Block block{about(name, gaps.total()), {}, true};
    for (const Extreme which : extremes) {
      std::vector<Chosen<GapCounts>> chosen;
      for (const Measure measure : wanted_.measures) {
        const stats::CompletionBounds bounds = stats::completion_bounds(measure, known, gaps.total());
        const auto& positive = which == Extreme::smallest ? bounds.smallest : bounds.largest;
        chosen.push_back(
            {measure, positive.value_or(GapCounts{}), bounds.always_defined ? "completions" : "defined_completions"});
      }
      append(block.rows, rows(name, which, chosen, population));
    }
    return block;
  }

  Block indeterminate(const GapTally& gaps, const std::string& counted_as) const {
    const GapCounts& total = gaps.total();
    Block block{"indeterminate: " + count_of(total[2] + total[3], "report whose study", "reports whose studies") +
                    " got no AI result (abnormal " + std::to_string(total[2]) + ", normal " + std::to_string(total[3]) +
                    ')',
                {}};
    for (const std::string answer : {"positive", "negative"}) {
      if (counted_as != answer && counted_as != "both") continue;
      const GapCounts positive = answer == "positive" ? total : GapCounts{};
      const Population population =
          material_.unit == Unit::patient
              ? stats::completed(gaps.clusters(material_.pairs), positive)
              : Population::of_studies(stats::completed(material_.all.total(), total, positive));
      append(block.rows, evaluate_group(population, "indeterminate=" + answer, wanted_));
    }
    return block;
  }

  std::vector<Block> ambiguous(const Alternatives& alternatives) const {
    const Pairings& pairings = alternatives.pairings();
    const Confusion certain = certain_counts(alternatives);
    const auto population = population_of_selections(alternatives, certain);
    Block dropped{about(alternatives), evaluate_group(population(Pairings::Selection(pairings.chosen().size())),
                                                      "ambiguous=dropped", wanted_)};
    Block range{left_out(), {}, true};
    for (const Extreme which : extremes) {
      std::vector<Chosen<Pairings::Selection>> chosen;
      for (const Measure measure : wanted_.measures) {
        const auto& ratio = stats::linear_ratio(measure);
        if (!ratio) continue;
        const auto found = pairings.extreme(*ratio, certain, which);
        const bool always = pairings.always_defined(*ratio, certain);
        chosen.push_back({measure, found.value_or(pairings.chosen()), always ? "pairings" : "defined_pairings"});
      }
      append(range.rows, rows("ambiguous", which, chosen, population));
    }
    return {std::move(dropped), std::move(range)};
  }

 private:
  // One row a measure, in the order given. Measures of the same choice share their resamples.
  template <class Choice, class PopulationOf>
  std::vector<Metric> rows(const std::string& name, Extreme which, const std::vector<Chosen<Choice>>& all,
                           PopulationOf population) const {
    std::map<Choice, std::vector<Measure>> by_choice;
    for (const Chosen<Choice>& each : all) by_choice[each.choice].push_back(each.measure);
    const bool smallest = which == Extreme::smallest;
    stats::Evaluation wanted = wanted_;
    wanted.estimate = smallest ? Estimate::smallest : Estimate::largest;
    std::map<std::string, Metric, std::less<>> found;
    for (auto& [choice, measures] : by_choice) {
      wanted.measures = std::move(measures);
      for (Metric& metric : evaluate_group(population(choice), name + (smallest ? "=low" : "=high"), wanted))
        found[metric.measure] = std::move(metric);
    }
    std::vector<Metric> rows;
    for (const Chosen<Choice>& each : all) {
      Metric& row = found.find(stats::name(each.measure))->second;
      row.rule += ";over=" + each.over + ";interval=of_this_table";
      rows.push_back(std::move(row));
    }
    return rows;
  }

  static std::string about(const std::string& name, const GapCounts& total) {
    const std::string studies = count_of(total[0] + total[1], "unmatched study", "unmatched studies") +
                                " (AI-positive " + std::to_string(total[0]) + ", AI-negative " +
                                std::to_string(total[1]) + ')';
    const std::string reports = count_of(total[2] + total[3], "unmatched report", "unmatched reports") + " (abnormal " +
                                std::to_string(total[2]) + ", normal " + std::to_string(total[3]) + ')';
    if (name == "missing_labels") return name + ": any label of " + studies;
    if (name == "missing_results") return name + ": any AI result of " + reports;
    return name + ": any label of " + studies + " and any AI result of " + reports;
  }

  static std::string about(const Alternatives& alternatives) {
    return "ambiguous: " + count_of(alternatives.components().size(), "component", "components") + ", " +
           std::to_string(alternatives.chosen_pairs()) + " chosen of " +
           count_of(alternatives.possible_pairs(), "possible pair", "possible pairs");
  }

  std::string left_out() const {
    std::string names;
    for (const Measure measure : wanted_.measures) {
      if (!stats::linear_ratio(measure)) names += ' ' + std::string(stats::name(measure));
    }
    return names.empty() ? ""
                         : "ambiguous: low and high are not known for measures that are no ratio of counts:" + names;
  }

  Confusion certain_counts(const Alternatives& alternatives) const {
    const Confusion& all = material_.pairs.total();
    const Confusion chosen = alternatives.pairings().total(alternatives.pairings().chosen());
    return {all.tp - chosen.tp, all.fp - chosen.fp, all.fn - chosen.fn, all.tn - chosen.tn};
  }

  // What is drawn from when a selection is paired. A component is of one patient.
  std::function<Population(const Pairings::Selection&)> population_of_selections(const Alternatives& alternatives,
                                                                                 const Confusion& certain) const {
    if (material_.unit == Unit::study) {
      return [&alternatives, certain](const Pairings::Selection& selection) {
        Confusion counts = certain;
        return Population::of_studies(counts += alternatives.pairings().total(selection));
      };
    }
    return [&alternatives,
            others = material_.pairs.clusters(alternatives.certain())](const Pairings::Selection& selection) {
      stats::Tally patients = alternatives.certain();
      for (const auto& component : alternatives.components())
        patients.add(component.patient, selection[component.kind]);
      std::vector<stats::Cluster> clusters = patients.clusters();
      clusters.insert(clusters.end(), others.begin(), others.end());
      return Population(std::move(clusters));
    };
  }

  const Material& material_;
  stats::Evaluation wanted_;
};

}  // namespace

std::vector<Metric> evaluate_group(const Population& population, const std::string& group,
                                   const stats::Evaluation& wanted) {
  std::vector<Metric> rows = stats::evaluate(population, wanted);
  for (Metric& row : rows) row.group = group;
  return rows;
}

std::vector<Block> sensitivity(const Material& material, const Options& options, const stats::Evaluation& wanted) {
  const Analysis analysis(material, wanted);
  std::vector<Block> blocks;
  const auto& studies = material.unmatched_studies;
  const auto& reports = material.unmatched_reports;
  if (studies) blocks.push_back(analysis.completions("missing_labels", *studies));
  if (reports) blocks.push_back(analysis.completions("missing_results", *reports));
  if (studies && reports) {
    GapTally both = *studies;
    both.add(*reports);
    blocks.push_back(analysis.completions("missing_both", both));
  }
  if (material.indeterminate) blocks.push_back(analysis.indeterminate(*material.indeterminate, options.indeterminate));
  if (material.alternatives) {
    for (Block& block : analysis.ambiguous(*material.alternatives)) blocks.push_back(std::move(block));
  }
  return blocks;
}

}  // namespace cxrval::bootstrap_f1
