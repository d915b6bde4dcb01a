// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "material.hpp"
#include "sensitivity.hpp"
#include "stats/evaluation.hpp"

#include <string>
#include <vector>

namespace cxrval::bootstrap_f1 {

// What is said of a run in words, beside its tables.

// "6285 studies of 5989 patients (TP ...); 10000 resamples of patients, percentile interval, seed 1".
std::string basis(const Material& material, const stats::Evaluation& wanted, const stats::Metric& first);

// One a row, of a range one a measure; of all measures or of one.
std::vector<std::string> sentences(const Block& block, const std::string& measure = "");

// Of few units or resamples, by the rows of the metrics table.
void warn_few(const std::vector<stats::Metric>& metrics, const stats::Evaluation& wanted, cli::Run& run);
// `columns` are those of --group: their values are in no message.
void note_undefined(const std::vector<stats::Metric>& metrics, const stats::Evaluation& wanted,
                    const std::vector<std::string>& columns, cli::Run& run);
// Why numbers or limits are missing, once for each reason.
void note_reasons(const std::vector<stats::Metric>& metrics, const std::vector<std::string>& columns, cli::Run& run);

}  // namespace cxrval::bootstrap_f1
