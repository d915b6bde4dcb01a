// SPDX-License-Identifier: Apache-2.0
#include "compare_labels.hpp"

#include "base/error.hpp"
#include "join.hpp"
#include "measures.hpp"

#include <algorithm>

namespace cxrval::compare_labels {
namespace {

using base::UsageError;
using stats::Metric;

constexpr std::uint64_t most_resamples = 10'000'000;
constexpr std::uint64_t few_reports = 30;  // with fewer, large-sample intervals are not to be trusted

void check(const Options& options) {
  if (options.reference.empty()) throw UsageError("no --reference given; name the table with the labels by hand");
  if (options.reference == "-" && options.labels == "-") throw UsageError("only one input can be standard input");
  if (options.resamples < 1 || options.resamples > most_resamples) {
    throw UsageError("--resamples needs a number from 1 to 10000000");
  }
  if (!(options.level > 0 && options.level < 1)) {
    throw UsageError("--level needs a number between 0 and 1, such as 0.95");
  }
}

std::string_view word(Answer answer) {
  switch (answer) {
    case Answer::normal:
      return "normal";
    case Answer::abnormal:
      return "abnormal";
    case Answer::none:
      break;
  }
  return "";
}

bool differ(Answer one, Answer other) {
  return one != Answer::none && other != Answer::none && one != other;
}

// Writes the reports in which the label or a region differs: what differs, both answers, then the labels' whole row.
class DisagreementWriter {
 public:
  DisagreementWriter(const table::Reader& labels, std::vector<std::string> names, const std::string& label_column)
      : names_(std::move(names)) {
    columns_.push_back({"differs"});
    for (const std::string& name : names_) columns_.push_back({"reference_" + name});
    for (const std::string& name : labels.columns()) columns_.push_back({name == label_column ? "label" : name});
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const auto same = [&](const table::Column& other) { return other.name == columns_[i].name; };
      const auto before = columns_.begin() + static_cast<std::ptrdiff_t>(i);
      if (std::any_of(columns_.begin(), before, same)) {
        throw base::Error({labels.name(), 1},
                          "has a column " + columns_[i].name + ", which --disagreements adds; rename it");
      }
    }
  }

  void write(const std::vector<Pair>& pairs, const std::string& path, cli::Run& run) const {
    table::Writer& table = run.create_table("disagreements", path, columns_, base::Access::owner_only);
    for (const Pair& pair : pairs) {
      std::string differs;
      for (std::size_t i = 0; i < names_.size(); ++i) {
        if (differ(pair.label[i], pair.reference[i])) differs += (differs.empty() ? "" : ";") + names_[i];
      }
      if (differs.empty()) continue;
      std::vector<std::string> cells{differs};
      for (const Answer answer : pair.reference) cells.emplace_back(word(answer));
      cells.insert(cells.end(), pair.cells.begin(), pair.cells.end());
      table.write(cells);
    }
  }

 private:
  std::vector<std::string> names_;
  std::vector<table::Column> columns_;
};

std::string reports(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " report" : " reports");
}

std::string counts_of(const Group& group) {
  const stats::Confusion& c = group.counts;
  return reports(c.total()) + " (both abnormal " + std::to_string(c.tp) + ", label alone " + std::to_string(c.fp) +
         ", reference alone " + std::to_string(c.fn) + ", both normal " + std::to_string(c.tn) + ')';
}

std::string method_of(const Options& options) {
  if (options.interval == "asymptotic") return "asymptotic intervals";
  return std::to_string(options.resamples) + " resamples of reports, percentile interval, seed " +
         std::to_string(options.seed);
}

void warn_of(const Group& group, const std::vector<Metric>& metrics, cli::Run& run) {
  if (group.counts.total() < few_reports) {
    run.warn(group.name + ": only " + reports(group.counts.total()) + "; intervals of so few are rough");
  }
  const auto undefined = [](const Metric& metric) { return metric.measure == "kappa" && !metric.estimate; };
  if (group.counts.total() > 0 && std::any_of(metrics.begin(), metrics.end(), undefined)) {
    run.warn(group.name + ": kappa is undefined, for both sides name the same single class in every report");
  }
}

void write_table(const std::vector<std::vector<Metric>>& groups, cli::Run& run) {
  std::vector<table::Column> columns;
  for (const stats::MetricColumn& column : stats::metric_columns()) {
    columns.push_back({std::string(column.name), column.number ? table::Kind::number : table::Kind::text});
  }
  table::Writer& table = run.create_table(std::move(columns));
  for (const std::vector<Metric>& metrics : groups) {
    for (const Metric& metric : metrics) table.write(stats::cells(metric));
  }
}

void write_summary(const std::vector<Group>& groups, const std::vector<std::vector<Metric>>& metrics,
                   const Options& options, cli::Run& run) {
  base::ByteSink& text = run.create_output();
  for (std::size_t i = 0; i < groups.size(); ++i) {
    text.write((i == 0 ? "" : "\n") + groups[i].name + ": " + counts_of(groups[i]) + '\n');
    for (const Metric& metric : metrics[i]) text.write(stats::sentence(metric) + '\n');
  }
  text.write('\n' + method_of(options) + '\n');
}

}  // namespace

void compare_labels(const Options& options, cli::Run& run) {
  check(options);
  table::Reader& labels = run.open_table("LABELS", options.labels);
  table::Reader& reference = run.open_table("reference", options.reference);
  const std::vector<std::string> keys = key_columns(options.keys, labels, reference);
  const std::vector<std::string> regions = shared_regions(labels, reference);
  const Side left{labels, find_columns(labels, keys, options.label_column, regions)};
  const Side right{reference, find_columns(reference, keys, options.reference_column, regions)};
  std::vector<std::string> names{"label"};
  names.insert(names.end(), regions.begin(), regions.end());
  const DisagreementWriter disagreements(labels, names, options.label_column);

  const std::vector<Pair> pairs = join(left, right, run);
  if (pairs.empty()) throw base::Error("no report has a label of both sides; nothing to compare");
  const std::vector<Group> groups = count_groups(pairs, regions);
  std::vector<std::vector<Metric>> metrics;
  for (const Group& group : groups) {
    metrics.push_back(measure(group, options));
    warn_of(group, metrics.back(), run);
  }
  if (options.interval == "bootstrap") run.record_seed(options.seed);
  std::string key;
  for (const std::string& name : keys) key += (key.empty() ? "" : ";") + name;
  run.record("key", key);
  run.record("interval", options.interval);

  if (options.summary) {
    write_summary(groups, metrics, options, run);
  } else {
    write_table(metrics, run);
    run.note(stats::sentence(metrics.front().back()));
    run.note(counts_of(groups.front()) + "; " + method_of(options));
  }
  if (!options.disagreements.empty()) disagreements.write(pairs, options.disagreements, run);
}

}  // namespace cxrval::compare_labels
