// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cxrval::cli {

// Of all tools alike, from the project's CMakeLists.txt.
extern const char* const version;

// What the tool was built with, a line each: compiler, build type.
std::string build_facts();

}  // namespace cxrval::cli
