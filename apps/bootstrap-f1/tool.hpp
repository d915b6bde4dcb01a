// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/app.hpp"
#include "options.hpp"

namespace cxrval::bootstrap_f1 {

// The tool's options, examples and sections of its man page.
cli::App describe(Options& options);

}  // namespace cxrval::bootstrap_f1
