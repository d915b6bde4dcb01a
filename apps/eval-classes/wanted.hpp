// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "kind.hpp"
#include "options.hpp"
#include "protocol.hpp"
#include "stats/evaluation.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cxrval::eval_classes {

// The options, checked and read.
struct Wanted {
  std::optional<Protocol> protocol;                         // nothing: the classes are the words found
  std::vector<std::pair<std::string, std::string>> scores;  // word of the model, column
  bool scores_by_prefix = false;                            // of these words those count that have a column
  std::optional<double> threshold;                          // multi-label
  bool reject_ties = false;
  std::optional<Kind> unit;  // nothing: the largest that repeats
  std::vector<std::string> groups;
  stats::Evaluation evaluation;
};

Wanted parse_wanted(const Options& options, cli::Run& run);

}  // namespace cxrval::eval_classes
