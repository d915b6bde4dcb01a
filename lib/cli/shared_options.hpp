// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/description.hpp"
#include "cli/settings.hpp"

namespace cxrval::cli {

// The shared options live in one Settings, which outlives the setters that the description holds.
Settings& settings();

// The options of every tool: --run-dir, --redact-paths, --progress, --quiet, --generate, --help, --version.
void add_common_options(Description& tool);

}  // namespace cxrval::cli
