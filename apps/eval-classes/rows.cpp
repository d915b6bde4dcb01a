// SPDX-License-Identifier: Apache-2.0
#include "rows.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "stats/class_evaluation.hpp"

#include <set>
#include <utility>

namespace cxrval::eval_classes {
namespace {

constexpr std::size_t most_values = 200;
constexpr std::size_t most_folds = 200;
constexpr std::uint64_t most_numbers = 200'000'000;  // of all resamples

std::set<std::string> folds_of(const Material& material) {
  std::set<std::string> folds;
  for (const Case& row : material.cases) folds.insert(row.fold);
  return folds;
}

// `metric` as evaluate_classes() gives it.
Row row_of(const stats::FoldMean& metric, const Subgroup& subgroup) {
  constexpr std::string_view of_class = "class=";
  Row row{metric, subgroup.column.has_value(), false, ""};
  if (row.metric.group.starts_with(of_class)) row.class_name = row.metric.group.substr(of_class.size());
  return row;
}

struct Folds {
  std::vector<std::vector<stats::Metric>> rows;  // of each fold that has something of the subgroup
  bool all = true;                               // have one
};

void add_means(const Folds& by_fold, const Subgroup& subgroup, unsigned ddof, std::vector<Row>& rows) {
  for (std::size_t i = 0; i < by_fold.rows.front().size(); ++i) {
    std::vector<const stats::Metric*> folds;
    for (const auto& fold : by_fold.rows) folds.push_back(&fold[i]);
    Row mean = row_of(stats::mean_over_folds(folds, ddof), subgroup);
    if (!by_fold.all) {
      mean.metric.estimate = mean.standard_deviation = std::nullopt;
      mean.metric.reason = "a fold has nothing of this subgroup";
    }
    mean.metric.group = stats::group_text({subgroup.name, "folds=mean", mean.metric.group});
    rows.push_back(std::move(mean));
  }
}

}  // namespace

std::vector<Subgroup> subgroups_of(const Material& material, const std::vector<std::string>& columns) {
  std::vector<Subgroup> found{{}};
  for (std::size_t column = 0; column < columns.size(); ++column) {
    std::set<std::string> values;
    for (const Case& row : material.cases) values.insert(row.groups[column]);
    if (values.size() > most_values) {
      throw base::Error("--group " + columns[column] + " has more than 200 values; group by a column of few");
    }
    for (const std::string& value : values) found.push_back({column, columns[column] + '=' + value, value});
  }
  return found;
}

void check_size(const Material& material, const Sampling& sampling, const std::string& fold_column) {
  if (folds_of(material).size() > most_folds) {
    throw base::Error("--fold " + fold_column + " has more than 200 folds; name a column of few values");
  }
  const Case* const first = &material.cases.front();
  const stats::ClassSample sample = material.sample(sampling.drawn, [&](const Case& row) { return &row == first; });
  const std::size_t measures = stats::numbers_of_a_resample(sample, sampling.evaluation);
  const std::uint64_t resamples = sampling.evaluation.resamples;
  if (measures <= most_numbers / resamples) return;
  throw base::Error(std::to_string(measures) + " measures in " + std::to_string(resamples) +
                    " resamples are more than 200000000 numbers; lower --resamples, or name fewer by --classes, "
                    "--measure or --specificity");
}

std::vector<Row> evaluate(const Material& material, const Subgroup& subgroup, const Sampling& sampling,
                          std::optional<unsigned> ddof_of_folds) {
  std::vector<Row> rows;
  Folds by_fold;
  for (const std::string& fold : folds_of(material)) {
    const stats::ClassSample sample =
        material.sample(sampling.drawn, [&](const Case& row) { return subgroup.has(row) && row.fold == fold; });
    if (sample.studies() == 0) {
      by_fold.all = false;
      continue;
    }
    by_fold.rows.push_back(stats::evaluate_classes(sample, material.classes, sampling.evaluation));
    for (const stats::Metric& metric : by_fold.rows.back()) {
      rows.push_back(row_of({metric}, subgroup));
      rows.back().fold = ddof_of_folds.has_value();
      rows.back().metric.group = stats::group_text({subgroup.name, ddof_of_folds ? "fold=" + fold : "", metric.group});
      rows.back().metric.unit = singular(sampling.drawn);
    }
  }
  if (ddof_of_folds) add_means(by_fold, subgroup, *ddof_of_folds, rows);
  return rows;
}

void write_table(const std::vector<Row>& rows, bool folds, cli::Run& run) {
  constexpr auto number = table::Kind::number;
  std::vector<table::Column> columns;
  for (const stats::MetricColumn& column : stats::metric_columns()) {
    columns.push_back({std::string(column.name), column.number ? number : table::Kind::text});
  }
  if (folds) columns.push_back({"standard_deviation", number});
  table::Writer& table = run.create_table(std::move(columns));
  for (const Row& row : rows) {
    std::vector<std::string> cells = stats::cells(row.metric);
    if (folds) cells.push_back(stats::number_cell(row.standard_deviation));
    table.write(cells);
  }
}

void write_summary(const std::vector<Row>& rows, const std::string& basis, cli::Run& run) {
  base::ByteSink& text = run.create_output();
  for (const Row& row : rows) text.write(stats::sentence(row) + '\n');
  text.write(basis + '\n');
}

void write_confusion(const Material& material, const std::vector<Subgroup>& subgroups, const std::string& path,
                     cli::Run& run) {
  constexpr auto number = table::Kind::number;
  table::Writer& table = run.create_table("--confusion", path,
                                          {{"group"}, {"truth"}, {"predicted"}, {"count", number}, {"share", number}});
  const std::set<std::string> folds = folds_of(material);
  for (const Subgroup& subgroup : subgroups) {
    for (const std::string& fold : folds) {
      const stats::ClassSample sample =
          material.sample(material.rows, [&](const Case& row) { return subgroup.has(row) && row.fold == fold; });
      const stats::ClassPatterns patterns(sample.predicted_part());
      const stats::AgreementTable counts = patterns.table(patterns.observed());
      const std::string group = stats::group_text({subgroup.name, fold.empty() ? "" : "fold=" + fold});
      for (std::size_t i = 0; i < material.classes.size(); ++i) {
        const auto all = static_cast<double>(counts.first_total(i));
        for (std::size_t j = 0; j < material.classes.size(); ++j) {
          const std::uint64_t count = counts.count(i, j);
          const std::string share = all > 0 ? base::format_real(static_cast<double>(count) / all) : "";
          table.write(
              std::vector<std::string>{group, material.classes[i], material.classes[j], std::to_string(count), share});
        }
      }
    }
  }
}

}  // namespace cxrval::eval_classes
