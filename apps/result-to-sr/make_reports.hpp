// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

namespace cxrval::result_to_sr {

void make_reports(const Options& options, cli::Run& run);

}  // namespace cxrval::result_to_sr
