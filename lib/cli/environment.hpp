// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cxrval::cli {

// The value of an environment variable, empty where it is not set.
std::string environment(const std::string& name);

}  // namespace cxrval::cli
