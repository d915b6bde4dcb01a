// SPDX-License-Identifier: Apache-2.0
#include "inputs.hpp"

#include "base/error.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

namespace cxrval::cxr_infer {

std::vector<Input> list_inputs(const std::vector<std::string>& paths, cli::Run& run) {
  namespace fs = std::filesystem;
  std::vector<Input> inputs;
  std::error_code unknown;  // what cannot be told is walk()'s error
  for (const std::string& path : paths) {
    if (path == "-") throw base::UsageError("cxr-infer reads files and folders, not standard input; name them");
    const bool named = !fs::is_directory(path, unknown);
    for (base::WalkedFile& file : run.walk("IMAGES", path)) {
      const fs::path whole(file.path);
      std::string relative = named ? whole.filename().string() : whole.lexically_relative(path).string();
      inputs.push_back({std::move(file), std::move(relative), named});
    }
  }
  return inputs;
}

}  // namespace cxrval::cxr_infer
