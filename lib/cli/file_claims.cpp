// SPDX-License-Identifier: Apache-2.0
#include "cli/file_claims.hpp"

#include "base/error.hpp"

#include <sys/stat.h>
#include <filesystem>

namespace cxrval::cli {
namespace {

constexpr const char* twice = "two outputs go to the same file";
constexpr const char* both = "an output would replace a file that is read";

}  // namespace

std::optional<FileClaims::Id> FileClaims::unwritten(const std::string& path) const {
  struct stat status {};
  if (path == "-" || ::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  const Id id{status.st_dev, status.st_ino};
  if (written_.contains(id)) throw base::UsageError({path}, both);
  return id;
}

void FileClaims::read(const std::string& path) {
  if (const auto id = unwritten(path)) read_.insert(*id);
}

void FileClaims::check_not_written(const std::string& path) const {
  unwritten(path);
}

void FileClaims::write(const std::string& path) {
  if (path == "-") return;
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) {
    const Id id{status.st_dev, status.st_ino};
    if (!S_ISREG(status.st_mode)) return;
    if (read_.contains(id)) throw base::UsageError({path}, both);
    if (!written_.insert(id).second) throw base::UsageError({path}, twice);
    return;
  }
  std::error_code ignored;
  const std::string place = std::filesystem::weakly_canonical(std::filesystem::absolute(path), ignored).string();
  if (!new_.insert(place).second) throw base::UsageError({path}, twice);
}

}  // namespace cxrval::cli
