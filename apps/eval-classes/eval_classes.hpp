// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

namespace cxrval::eval_classes {

void eval_classes(const Options& options, cli::Run& run);

}  // namespace cxrval::eval_classes
