// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"
#include "records.hpp"
#include "sheet.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cxrval::validation_report {

// The page shows what probabilities of at least 1/20, 2/20 ... 19/20 do.
constexpr int threshold_steps = 20;

// Everything that the page is made of, but for the tables of studies, which are read when examples are looked for.
struct Material {
  std::optional<Sheet> metrics;
  std::optional<Sheet> histogram;
  std::optional<Sheet> curves;
  std::optional<Sheet> thresholds;  // the rows that these need
  std::optional<Sheet> calibration_bins;
  std::optional<Sheet> subgroups;
  std::optional<Sheet> flow;
  std::optional<Sheet> daily;
  std::optional<Sheet> lags;
  std::optional<Sheet> lesion_ap;
  Records records;
  // From which probability on the measures count a study as AI abnormal; nothing where they go by the AI's own answer.
  std::optional<double> threshold;
  std::size_t other_records = 0;  // whole ones that are not of the chain

  // The first row of a measure in a group of the metrics.
  std::optional<Sheet::Row> metric(std::string_view measure, std::string_view group = "all") const;
  // The first row of all studies: the measure that comes first, and the only one with the rules of all.
  std::optional<Sheet::Row> first() const;
  // A row of the flow.
  std::optional<std::uint64_t> flow_count(std::string_view side, std::string_view unit, std::string_view step) const;
};

// Fills in the paths of tables that --from holds and that no option names; throws UsageError without a metrics table.
Options resolved(Options options);

Material read_material(const Options& options, cli::Run& run);

}  // namespace cxrval::validation_report
