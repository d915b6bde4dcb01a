// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cxrval::cli {

// Where `relative` of the data/ folder lies: below the folder named by CXRVAL_DATA, or else beside the running program:
// PREFIX/bin/TOOL finds PREFIX/share/cxrval, and a program of the build tree finds the source tree's data/.
// Throws Error when neither exists, naming what was tried.
std::string data_path(const std::string& relative);

// The file of a --protocol: a name without a folder and an ending is one of data/protocols; anything else is a path, or
// - for standard input. Throws UsageError for a name that is not there, with those that are.
std::string protocol_path(const std::string& protocol);

}  // namespace cxrval::cli
