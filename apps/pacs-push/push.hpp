// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

namespace cxrval::pacs_push {

void push(const Options& options, cli::Run& run);

}  // namespace cxrval::pacs_push
