// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/app.hpp"
#include "options.hpp"

namespace cxrval::validation_report {

// The tool's description; parsing fills the options, which must outlive it.
cli::App describe(Options& options);

}  // namespace cxrval::validation_report
