// SPDX-License-Identifier: Apache-2.0
#include "base/staged_file.hpp"

#include "base/error.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace cxrval::base {
namespace {

[[noreturn]] void fail(const std::string& shown, int error) {
  throw Error({shown}, "cannot write: " + std::generic_category().message(error));
}

}  // namespace

StagedFile::StagedFile(const std::string& path, std::string shown)
    : descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)), shown_(std::move(shown)) {
  if (descriptor_ < 0) fail(shown_, errno);
}

StagedFile::~StagedFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void StagedFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      fail(shown_, errno);
    }
  }
}

void StagedFile::close() {
#ifdef SYNC_FILE_RANGE_WRITE
  ::sync_file_range(descriptor_, 0, 0, SYNC_FILE_RANGE_WRITE);  // a hint; what fails here fails in fsync
#endif
  if (::close(std::exchange(descriptor_, -1)) != 0) fail(shown_, errno);
}

void put_staged_file(const std::string& path, const std::string& target) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail(path, errno);
  const int error = ::fsync(descriptor) != 0 && errno != EINVAL && errno != EROFS ? errno : 0;
  ::close(descriptor);
  if (error != 0) fail(path, error);
  std::error_code code;
  std::filesystem::create_directories(std::filesystem::path(target).parent_path(), code);
  if (!code) std::filesystem::rename(path, target, code);
  if (code) fail(target, code.value());
}

}  // namespace cxrval::base
