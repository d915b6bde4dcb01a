// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

namespace cxrval::compare_labels {

// The whole tool: joins the labels with the hand-labelled sample and writes the metrics. Throws UsageError for options
// that cannot be used, Error when no report has a label of both sides.
void compare_labels(const Options& options, cli::Run& run);

}  // namespace cxrval::compare_labels
