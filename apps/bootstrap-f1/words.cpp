// SPDX-License-Identifier: Apache-2.0
#include "words.hpp"

#include "base/number.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace cxrval::bootstrap_f1 {
namespace {

using stats::Metric;
using stats::Unit;

constexpr std::uint64_t few_studies = 30;  // with fewer, percentile intervals are clearly too narrow
constexpr double resamples_outside = 20;   // so many, both tails together, should lie outside the limits

std::string size_of(const Material& material, bool has_predictions) {
  const stats::Confusion& c = material.all.total();
  const std::string studies = std::to_string(c.total()) + " studies";
  const std::string classes =
      " (" + std::to_string(c.tp + c.fn) + " abnormal, " + std::to_string(c.fp + c.tn) + " normal)";
  const std::string table = " (TP " + std::to_string(c.tp) + ", FP " + std::to_string(c.fp) + ", FN " +
                            std::to_string(c.fn) + ", TN " + std::to_string(c.tn) + ')';
  const std::string& cells = has_predictions ? table : classes;
  if (material.unit == Unit::study) return studies + cells;
  return studies + " of " + std::to_string(material.all.units()) + " patients" + cells;
}

std::string method(const stats::Evaluation& wanted, const Metric& first) {
  const std::string units = wanted.unit == Unit::study ? "studies" : "patients";
  const std::string strata = wanted.strata == stats::Strata::truth ? " stratified by truth" : "";
  if (wanted.exact) return "exact law of infinitely many resamples of studies" + strata;
  if (!first.resamples) return first.method + " interval over " + units + strata;
  const std::string kind = first.method.substr(first.method.find('_') + 1);
  return std::to_string(wanted.resamples) + " resamples of " + units + strata + ", " + kind + " interval, seed " +
         std::to_string(wanted.seed);
}

// "" for the group of all.
std::string group_text(const std::string& group) {
  return group == "all" ? "" : " (" + group + ")";
}

// A value of a --group column: a cell of the table, which is in no message.
bool is_value(const std::string& group, const std::vector<std::string>& columns) {
  const auto begins = [&](const std::string& column) { return group.starts_with(column + '='); };
  return std::any_of(columns.begin(), columns.end(), begins);
}

// Rows of few units, by what their intervals rest on.
struct Few {
  std::set<std::string> groups;
  std::set<std::string> resampled;  // measures with intervals that are too narrow then
  std::set<std::string> student;    // and with Student's t

  std::string text(Unit unit) const {
    const std::string narrow = ": percentile intervals of so few are too narrow";
    if (resampled.empty()) return narrow + "; intervals are the linearised ones with Student's t";
    if (student.empty()) return narrow + (unit == Unit::patient ? "; see --interval linearised_t" : "");
    std::string names;
    for (const std::string& name : resampled) names += (names.empty() ? "" : ", ") + name;
    return narrow + " (" + names + "); the others are linearised with Student's t";
  }
};

Few few_of(const std::vector<Metric>& metrics, std::uint64_t few, bool all) {
  Few found;
  for (const Metric& row : metrics) {
    if ((row.group == "all") != all || row.n >= few) continue;
    const bool student = row.method == "linearised_t" || row.method.starts_with("obuchowski");
    const bool narrow = row.method.starts_with("bootstrap_") || row.method == "linearised";
    if (!student && !narrow) continue;
    found.groups.insert(row.group);
    (student ? found.student : found.resampled).insert(row.measure);
  }
  return found;
}

}  // namespace

std::string basis(const Material& material, const stats::Evaluation& wanted, const Metric& first) {
  return size_of(material, !wanted.measures.empty()) + "; " + method(wanted, first);
}

std::vector<std::string> sentences(const Block& block, const std::string& measure) {
  std::vector<std::string> found;
  const std::size_t count = block.range ? block.rows.size() / 2 : block.rows.size();
  for (std::size_t i = 0; i < count; ++i) {
    const Metric& row = block.rows[i];
    if (!measure.empty() && row.measure != measure) continue;
    const std::string group = block.range ? row.group.substr(0, row.group.find('=')) : row.group;
    const std::string words = block.range ? stats::range_sentence(row, block.rows[count + i]) : stats::sentence(row);
    found.push_back(words + group_text(group));
  }
  return found;
}

void warn_few(const std::vector<Metric>& metrics, const stats::Evaluation& wanted, cli::Run& run) {
  const std::uint64_t few = wanted.unit == Unit::patient ? stats::few_patients : few_studies;
  const std::string units = wanted.unit == Unit::patient ? "patients" : "studies";
  const Few all = few_of(metrics, few, true);
  if (!all.groups.empty()) {
    const std::uint64_t n = metrics.front().n;
    const std::string one = wanted.unit == Unit::patient ? "patient" : "study";
    run.warn("only " + std::to_string(n) + ' ' + (n == 1 ? one : units) + all.text(wanted.unit));
  }
  const Few parts = few_of(metrics, few, false);
  if (!parts.groups.empty()) {
    run.warn(std::to_string(parts.groups.size()) + " of the groups " + (parts.groups.size() == 1 ? "has" : "have") +
             " fewer than " + std::to_string(few) + ' ' + units + parts.text(wanted.unit));
  }
  const bool drawn = std::any_of(metrics.begin(), metrics.end(), [](const Metric& row) { return row.resamples; });
  constexpr double rounding = 1e-9;  // 1 - 0.9 is a little less than 0.1
  const double outside = static_cast<double>(wanted.resamples) * (1 - wanted.level);
  if (drawn && outside < resamples_outside * (1 - rounding)) {
    run.warn(std::to_string(wanted.resamples) + (wanted.resamples == 1 ? " resample is" : " resamples are") +
             " few for limits at level " + base::format_real(wanted.level));
  }
}

void note_undefined(const std::vector<Metric>& metrics, const stats::Evaluation& wanted,
                    const std::vector<std::string>& columns, cli::Run& run) {
  std::set<std::pair<std::string, std::string>> said;
  for (const Metric& metric : metrics) {
    if (metric.undefined == 0 || is_value(metric.group, columns) || !said.emplace(metric.measure, metric.group).second)
      continue;
    const std::string share = wanted.exact
                                  ? "a share of " + base::format_real(metric.undefined)
                                  : base::format_real(metric.undefined) + " of " + std::to_string(wanted.resamples);
    run.note(metric.measure + group_text(metric.group) + " is undefined in " + share +
             (wanted.exact ? " of the resamples" : " resamples") + ", which are left out");
  }
}

void note_reasons(const std::vector<Metric>& metrics, const std::vector<std::string>& columns, cli::Run& run) {
  std::set<std::string> said;
  std::map<std::string, std::set<std::string>> groups;  // by what is said of them
  for (const Metric& metric : metrics) {
    if (metric.reason.empty()) continue;
    const std::string note = metric.measure + ": " + metric.reason;
    if (is_value(metric.group, columns)) {
      groups[note].insert(metric.group);
    } else if (const std::string here = metric.measure + group_text(metric.group) + ": " + metric.reason;
               said.insert(here).second) {
      run.note(here);
    }
  }
  for (const auto& [note, where] : groups) {
    run.note(note + ", in " + std::to_string(where.size()) + (where.size() == 1 ? " group" : " groups"));
  }
}

}  // namespace cxrval::bootstrap_f1
