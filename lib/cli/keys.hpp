// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "cli/settings.hpp"

#include <memory>
#include <string>

namespace cxrval::cli {

// Reads the key of --pseudonymize or --redact-paths, once, because it may come from a pipe, and fills what the settings
// derive from it. `normalize_id` is the rule in use, empty for a tool without one. Throws UsageError for options that
// contradict each other, Error for a key that cannot be used.
void read_keys(Settings& settings, const std::string& normalize_id);

class Run;

// Opens a file that holds a secret, past the run record: the hash of a password tells it to whoever can guess. Warns
// when other users of this machine can read it. Throws what base::open_source throws.
std::unique_ptr<base::ByteSource> open_secret(const std::string& path, Run& run);

}  // namespace cxrval::cli
