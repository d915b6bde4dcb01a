// SPDX-License-Identifier: Apache-2.0
#include "base/spool.hpp"

#include "base/error.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace cxrval::base {
namespace {

constexpr std::size_t write_size = std::size_t{1} << 20;
constexpr std::size_t read_size = std::size_t{1} << 18;

}  // namespace

Spool::Spool(std::string folder, std::size_t memory) : folder_(std::move(folder)), memory_(memory) {}

Spool::~Spool() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::uint64_t Spool::append(std::string_view bytes) {
  const std::uint64_t offset = size();
  const std::size_t most = descriptor_ < 0 ? memory_ : write_size;
  if (!buffer_.empty() && buffer_.size() + bytes.size() > most) drain();
  buffer_ += bytes;
  return offset;
}

void Spool::drain() {
  if (descriptor_ < 0) open();
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t count = ::write(descriptor_, rest.data(), rest.size());
    if (count >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(count));
      written_ += static_cast<std::size_t>(count);
    } else if (errno != EINTR) {
      fail("cannot write to a temporary file", errno);
    }
  }
  if (buffer_.capacity() > 2 * write_size) buffer_ = {};
  buffer_.clear();
}

void Spool::open() {
  if (folder_.empty()) fail("cannot make a temporary file", ENOENT);
  std::string path = folder_ + "/cxrval-XXXXXX";
  descriptor_ = ::mkostemp(path.data(), O_CLOEXEC);
  if (descriptor_ < 0) fail("cannot make a temporary file", errno);
  ::unlink(path.c_str());
}

void Spool::fail(const char* what, int error) const {
  throw Error({folder_}, std::string(what) + ": " + std::strerror(error) + "; name another folder by TMPDIR");
}

std::string_view SpoolReader::at(std::uint64_t offset, std::size_t most) {
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(most, spool_.size() - offset));
  if (offset >= spool_.written_) {
    return std::string_view(spool_.buffer_).substr(static_cast<std::size_t>(offset - spool_.written_), size);
  }
  if (offset < block_offset_ || offset + size > block_offset_ + block_.size()) fill(offset, size);
  return std::string_view(block_).substr(static_cast<std::size_t>(offset - block_offset_), size);
}

// The file first, and behind it what is still in memory.
void SpoolReader::fill(std::uint64_t offset, std::size_t size) {
  block_.resize(std::max(size, read_size));
  block_offset_ = offset;
  std::size_t have = 0;
  while (have < block_.size() && offset + have < spool_.written_) {
    const ssize_t count =
        ::pread(spool_.descriptor_, block_.data() + have, block_.size() - have, static_cast<off_t>(offset + have));
    if (count > 0) {
      have += static_cast<std::size_t>(count);
    } else if (count == 0 || errno != EINTR) {
      spool_.fail("cannot read a temporary file", count == 0 ? EIO : errno);
    }
  }
  const auto behind = static_cast<std::size_t>(offset + have - spool_.written_);
  if (have < block_.size()) have += spool_.buffer_.copy(block_.data() + have, block_.size() - have, behind);
  block_.resize(have);
}

}  // namespace cxrval::base
