// SPDX-License-Identifier: Apache-2.0
#include "cli/data_path.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <vector>

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

std::string protocol_path(const std::string& protocol) {
  const bool name = protocol.find_first_of("/.") == std::string::npos && protocol != "-";
  if (!name) return protocol;
  const fs::path folder = data_path("protocols");
  const fs::path path = folder / (protocol + ".csv");
  if (fs::exists(path)) return path.string();
  std::vector<std::string> known;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) known.push_back(entry.path().stem().string());
  std::sort(known.begin(), known.end());
  std::string names;
  for (const std::string& each : known) names += (names.empty() ? "" : ", ") + each;
  throw base::UsageError("data/protocols has no such protocol; it has " + names +
                         "; a file of your own is named with its ending or folder");
}

}  // namespace cxrval::cli
