// SPDX-License-Identifier: Apache-2.0
#include "cli/data_path.hpp"

#include "base/error.hpp"

#include <cstdlib>
#include <filesystem>

namespace cxrval::cli {

namespace fs = std::filesystem;

std::string data_path(const std::string& relative) {
  if (const char* folder = std::getenv("CXRVAL_DATA"); folder != nullptr && *folder != '\0') {
    const fs::path path = fs::path(folder) / relative;
    if (fs::exists(path)) return path.string();
    throw base::Error({path.string()}, "not found; CXRVAL_DATA must name the data folder of cxrval");
  }
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  const fs::path installed = program.parent_path() / "share" / "cxrval" / relative;
  if (fs::exists(installed)) return installed.string();
  // build/PRESET/bin/TOOL of a source tree
  const fs::path built = program.parent_path().parent_path().parent_path() / "data" / relative;
  if (fs::exists(built)) return built.string();
  throw base::Error({installed.string()}, "not found; install cxrval whole or set CXRVAL_DATA to its data folder");
}

}  // namespace cxrval::cli
