// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

namespace cxrval::cli {

struct ExitCode {
  int value;
  const char* meaning;
};

// The same for every tool, in --help and in every manual page.
inline constexpr std::array<ExitCode, 4> exit_codes{{
    {0, "done"},
    {1, "failed: an input could not be read, an output not written, or too many records rejected"},
    {2, "wrong usage"},
    {3, "done, but records were rejected (see --rejects and --max-rejects)"},
}};

}  // namespace cxrval::cli
