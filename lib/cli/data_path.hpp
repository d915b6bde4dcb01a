// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cxrval::cli {

// Where `relative` of the data/ folder lies: below the folder named by CXRVAL_DATA, or else beside the running program:
// PREFIX/bin/TOOL finds PREFIX/share/cxrval, and a program of the build tree finds the source tree's data/.
// Throws Error when neither exists, naming what was tried.
std::string data_path(const std::string& relative);

}  // namespace cxrval::cli
