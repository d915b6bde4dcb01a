// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/walk.hpp"
#include "cli/run.hpp"

#include <string>
#include <vector>

namespace cxrval::cxr_infer {

struct Input {
  base::WalkedFile file;
  std::string relative;  // the path below the folder that was given, or the file's name
  bool named = false;    // on the command line itself, not found in a folder
};

// Files, and the files of folders in byte order of their paths.
std::vector<Input> list_inputs(const std::vector<std::string>& paths, cli::Run& run);

}  // namespace cxrval::cxr_infer
