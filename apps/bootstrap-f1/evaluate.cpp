// SPDX-License-Identifier: Apache-2.0
#include "evaluate.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "material.hpp"
#include "sensitivity.hpp"
#include "stats/metric.hpp"
#include "wanted.hpp"

#include <utility>

namespace cxrval::bootstrap_f1 {
namespace {

using stats::Metric;
using stats::Unit;

constexpr std::uint64_t few_units = 30;   // with fewer, percentile intervals are clearly too narrow
constexpr double resamples_outside = 20;  // so many, both tails together, should lie outside the limits

std::string size_of(const Material& material) {
  const stats::Confusion& c = material.all.total();
  const std::string studies = std::to_string(c.total()) + " studies";
  const std::string cells = " (TP " + std::to_string(c.tp) + ", FP " + std::to_string(c.fp) + ", FN " +
                            std::to_string(c.fn) + ", TN " + std::to_string(c.tn) + ')';
  if (material.unit == Unit::study) return studies + cells;
  return studies + " of " + std::to_string(material.all.units()) + " patients" + cells;
}

std::string method(const Options& options, const Material& material) {
  if (options.exact) return "exact law of infinitely many resamples of studies";
  return std::to_string(options.resamples) + " resamples of " +
         (material.unit == Unit::study ? "studies" : "patients") + ", percentile interval, seed " +
         std::to_string(options.seed);
}

void warn_few(const Options& options, const Material& material, cli::Run& run) {
  const std::uint64_t units = material.all.units();
  if (units < few_units) {
    const std::string one = material.unit == Unit::study ? "study" : "patient";
    const std::string many = material.unit == Unit::study ? "studies" : "patients";
    run.warn("only " + std::to_string(units) + ' ' + (units == 1 ? one : many) +
             ": percentile intervals of so few are too narrow");
  }
  constexpr double rounding = 1e-9;  // 1 - 0.9 is a little less than 0.1
  const double outside = static_cast<double>(options.resamples) * (1 - options.level);
  if (!options.exact && outside < resamples_outside * (1 - rounding)) {
    run.warn(std::to_string(options.resamples) + (options.resamples == 1 ? " resample is" : " resamples are") +
             " few for limits at level " + base::format_real(options.level));
  }
}

// "" for the group of all.
std::string group_text(const std::string& group) {
  return group == "all" ? "" : " (" + group + ")";
}

void note_undefined(const std::vector<Metric>& metrics, const Options& options, cli::Run& run) {
  for (const Metric& metric : metrics) {
    if (metric.undefined == 0) continue;
    const std::string share = options.exact
                                  ? "a share of " + base::format_real(metric.undefined)
                                  : base::format_real(metric.undefined) + " of " + std::to_string(options.resamples);
    run.note(metric.measure + group_text(metric.group) + " is undefined in " + share +
             (options.exact ? " of the resamples" : " resamples") + ", which are left out");
  }
}

Block main_block(const Material& material, const Options& options, const stats::Evaluation& wanted) {
  Block block{"", evaluate_group(material.all, "all", options.exact, wanted)};
  for (const auto& [model, population] : material.by_model) {
    for (Metric& metric : evaluate_group(population, "pipeline_hash=" + model, options.exact, wanted))
      block.rows.push_back(std::move(metric));
  }
  return block;
}

// One a row, of a range one a measure; of all measures or of one.
std::vector<std::string> sentences(const Block& block, const std::string& measure = "") {
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

void write_table(const std::vector<Block>& blocks, cli::Run& run) {
  std::vector<table::Column> columns;
  for (const stats::MetricColumn& column : stats::metric_columns()) {
    columns.push_back({std::string(column.name), column.number ? table::Kind::number : table::Kind::text});
  }
  table::Writer& table = run.create_table(std::move(columns));
  for (const Block& block : blocks) {
    for (const Metric& metric : block.rows) table.write(stats::cells(metric));
  }
}

// What is said of all blocks, then on what it rests.
void write_summary(const std::vector<Block>& blocks, const std::string& basis, cli::Run& run) {
  base::ByteSink& text = run.create_output();
  for (const Block& block : blocks) {
    for (const std::string& sentence : sentences(block)) text.write(sentence + '\n');
  }
  text.write(basis + '\n');
  for (const Block& block : blocks) {
    if (!block.about.empty()) text.write(block.about + '\n');
  }
}

void note_first_measure(const std::vector<Block>& blocks, const std::string& basis, cli::Run& run) {
  const Metric& first = blocks.front().rows.front();
  run.note(stats::sentence(first));
  run.note(basis);
  for (std::size_t i = 1; i < blocks.size(); ++i) {
    for (const std::string& sentence : sentences(blocks[i], first.measure)) run.note(sentence);
    if (!blocks[i].about.empty()) run.note(blocks[i].about);
  }
}

}  // namespace

void evaluate(const Options& options, cli::Run& run) {
  stats::Evaluation wanted = parse_wanted(options);
  const Material material = read_material(options, run);
  if (material.all.units() == 0) throw base::Error("no study has both a label and an AI result; nothing to evaluate");
  wanted.unit = material.unit;
  warn_few(options, material, run);
  std::vector<Block> blocks{main_block(material, options, wanted)};
  for (Block& block : sensitivity(material, options, wanted)) blocks.push_back(std::move(block));
  const Metric& first = blocks.front().rows.front();
  if (!options.exact) run.record_seed(options.seed);
  run.record("unit", first.unit);
  run.record("method", first.method);
  run.record("rule", first.rule);
  run.record("resamples", options.exact ? "infinite" : std::to_string(options.resamples));
  if (material.indeterminate) run.record("indeterminate", options.indeterminate);

  const std::string basis = size_of(material) + "; " + method(options, material);
  if (options.summary) {
    write_summary(blocks, basis, run);
  } else {
    write_table(blocks, run);
    note_first_measure(blocks, basis, run);
  }
  for (const Block& block : blocks) {
    if (options.summary || &block == &blocks.front()) note_undefined(block.rows, options, run);
  }
}

}  // namespace cxrval::bootstrap_f1
