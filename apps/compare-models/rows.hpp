// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "material.hpp"
#include "stats/metric.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::compare_models {

// A row of the table: a metric and, of a comparison, its test.
struct Row {
  stats::Metric metric;
  std::optional<std::uint64_t> first_only;  // studies in which only the first of a pair was right (said yes)
  std::optional<std::uint64_t> second_only;
  std::optional<double> statistic;
  std::optional<double> p;
  std::optional<double> p_holm;
  std::string p_method;
  bool of_readers = false;
};

// A metric of `material` at `level`, its unit and number of units filled in.
Row start_row(std::string measure, std::string group, const Material& material, double level);

// "a - b" and "a & b".
std::string difference_of(const std::string& first, const std::string& second);
std::string pair_of(const std::string& first, const std::string& second);

// Adjusts the p values of each family: the rows of one measure and one test, of models or of readers.
void adjust(std::vector<Row>& rows);

void write_table(const std::vector<Row>& rows, cli::Run& run);
// One sentence a row, then `basis`.
void write_summary(const std::vector<Row>& rows, const std::string& basis, cli::Run& run);
std::string sentence(const Row& row);

}  // namespace cxrval::compare_models
