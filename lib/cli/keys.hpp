// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/settings.hpp"

#include <string>

namespace cxrval::cli {

// Reads the key of --pseudonymize or --redact-paths, once, because it may come from a pipe, and fills what the settings
// derive from it. `normalize_id` is the rule in use, empty for a tool without one. Throws UsageError for options that
// contradict each other, Error for a key that cannot be used.
void read_keys(Settings& settings, const std::string& normalize_id);

// Whether other users of this machine may read or write the file; false for what is no file.
bool is_open_to_others(const std::string& path);

}  // namespace cxrval::cli
