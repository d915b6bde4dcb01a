// SPDX-License-Identifier: Apache-2.0
#include "base/walk.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace cxrval::base {
namespace {

namespace fs = std::filesystem;
constexpr int deepest_folder = 64;

// `above` is the path of the folder below the one that was given, with a slash behind it, or empty.
void collect(const fs::path& folder, const std::string& above, int depth, std::vector<WalkedFile>& files) {
  if (depth > deepest_folder) throw Error({folder.string()}, "folders nested too deeply, or a link that leads back");
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with('.')) continue;
    if (entry.is_directory()) {
      collect(entry.path(), above + name + '/', depth + 1, files);
    } else if (entry.is_regular_file()) {
      files.push_back({entry.path().string(), above + name, entry.file_size()});
    }
  }
}

}  // namespace

std::vector<WalkedFile> walk(const std::string& path) {
  std::vector<WalkedFile> files;
  try {
    if (fs::is_directory(path)) {
      collect(path, "", 0, files);
    } else {
      const std::uintmax_t size = fs::status(path).type() == fs::file_type::regular ? fs::file_size(path) : 0;
      if (!fs::exists(path)) throw Error({path}, "cannot read: No such file or directory");
      files.push_back({path, fs::path(path).filename().string(), size});
    }
  } catch (const fs::filesystem_error& error) {
    throw Error({error.path1().string()}, "cannot read: " + error.code().message());
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.shown < b.shown; });
  return files;
}

}  // namespace cxrval::base
