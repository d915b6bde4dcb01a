// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

namespace cxrval::split_folds {

void split_folds(const Options& options, cli::Run& run);

}  // namespace cxrval::split_folds
