// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

namespace cxrval::compare_models {

// The whole tool. Throws UsageError for options that cannot be used, Error when no study is left to compare.
void compare_models(const Options& options, cli::Run& run);

}  // namespace cxrval::compare_models
