// SPDX-License-Identifier: Apache-2.0
#include "evaluate.hpp"

#include "adjusted.hpp"
#include "base/error.hpp"
#include "material.hpp"
#include "outputs.hpp"
#include "part.hpp"
#include "sensitivity.hpp"
#include "sheet.hpp"
#include "subgroups.hpp"
#include "wanted.hpp"
#include "words.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::bootstrap_f1 {
namespace {

using stats::Metric;

constexpr std::size_t most_levels = 200;

Block main_block(const Material& material, const Options& options, const stats::Evaluation& wanted) {
  Block block;
  append(block.rows, {"all", material.all, {}}, material, wanted);
  for (const auto& [model, population] : material.by_model)
    append(block.rows, {"pipeline_hash=" + model, population, {{}, {}, model}}, material, wanted);
  for (std::size_t column = 0; column < options.groups.size(); ++column) {
    const std::vector<std::string> levels = material.cohort.levels(column);
    if (levels.size() > most_levels)
      throw base::Error("--group " + options.groups[column] + " has more than 200 values; group by a column of few");
    for (const std::string& level : levels) {
      const stats::Tally tally = material.cohort.tally(column, level);
      append(block.rows,
             {options.groups[column] + '=' + level, material.population(tally, wanted.strata), {column, level, {}}},
             material, wanted);
    }
  }
  return block;
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
void write_text(const std::vector<std::string>& lines, const std::vector<Block>& blocks, const std::string& basis,
                cli::Run& run) {
  base::ByteSink& text = run.create_output();
  for (const std::string& line : lines) text.write(line + '\n');
  text.write(basis + '\n');
  for (const Block& block : blocks) {
    if (!block.about.empty()) text.write(block.about + '\n');
  }
}

std::vector<std::string> all_sentences(const std::vector<Block>& blocks) {
  std::vector<std::string> lines;
  for (const Block& block : blocks) {
    for (std::string& sentence : sentences(block)) lines.push_back(std::move(sentence));
  }
  return lines;
}

std::vector<std::string> all_rows(const std::vector<Block>& blocks) {
  std::vector<Metric> rows;
  for (const Block& block : blocks) rows.insert(rows.end(), block.rows.begin(), block.rows.end());
  std::vector<std::string> lines = sheet(rows);
  lines.emplace_back();
  return lines;
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

// Whether random numbers were used.
bool draws(const std::vector<Block>& blocks, const Options& options) {
  const auto drawn = [](const Block& block) {
    return std::any_of(block.rows.begin(), block.rows.end(), [](const Metric& row) { return row.seed; });
  };
  return std::any_of(blocks.begin(), blocks.end(), drawn) || !options.draws.empty() || !options.histogram.empty() ||
         !options.curves.empty() || options.plot;
}

void record(const Material& material, const Options& options, const std::vector<Block>& blocks, cli::Run& run) {
  const Metric& first = blocks.front().rows.front();
  const bool drawn = draws(blocks, options);
  if (drawn) run.record_seed(options.seed);
  run.record("unit", first.unit);
  run.record("method", first.method);
  run.record("rule", first.rule);
  if (options.exact) run.record("resamples", "infinite");
  if (drawn) run.record("resamples", std::to_string(options.resamples));
  if (material.indeterminate) run.record("indeterminate", options.indeterminate);
}

}  // namespace

void evaluate(const Options& options, cli::Run& run) {
  stats::Evaluation wanted = parse_wanted(options);
  const std::vector<double> prevalences = parse_prevalences(options);
  const Material material = read_material(options, wanted, run);
  if (material.all.units() == 0) throw base::Error("no study has both a label and an AI result; nothing to evaluate");
  std::vector<Block> blocks{main_block(material, options, wanted)};
  warn_few(blocks.front().rows, wanted, run);
  for (Block& block : adjusted(material, options, wanted, prevalences)) blocks.push_back(std::move(block));
  for (Block& block : sensitivity(material, options, wanted)) blocks.push_back(std::move(block));
  const Metric& first = blocks.front().rows.front();
  record(material, options, blocks, run);

  const std::string rests_on = basis(material, wanted, first);
  const bool for_people = options.summary || run.output_is_terminal();
  if (for_people) {
    write_text(options.summary ? all_sentences(blocks) : all_rows(blocks), blocks, rests_on, run);
  } else {
    write_table(blocks, run);
    note_first_measure(blocks, rests_on, run);
  }
  for (const Block& block : blocks) {
    if (for_people || &block == &blocks.front()) note_undefined(block.rows, wanted, options.groups, run);
  }
  note_reasons(blocks.front().rows, options.groups, run);
  write_subgroups(blocks.front().rows, material, options, wanted, run);
  write_outputs(material, options, wanted, run);
  if (options.plot) plot_first(material, wanted, first, run);
}

}  // namespace cxrval::bootstrap_f1
