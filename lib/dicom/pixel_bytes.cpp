// SPDX-License-Identifier: Apache-2.0
#include "dicom/pixel_bytes.hpp"

#include "base/error.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace cxrval::dicom {
namespace {

// A regular file, open once for whoever holds it.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { ::close(number_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  // At most `size` bytes from `at`, 0 at the end, -1 on failure.
  ssize_t read_at(std::size_t at, char* into, std::size_t size) const {
    while (true) {
      const ssize_t got = ::pread(number_, into, size, static_cast<off_t>(at));
      if (got >= 0 || errno != EINTR) return got;
    }
  }

 private:
  int number_;
};

class HeaderSource final : public base::ByteSource {
 public:
  HeaderSource(std::shared_ptr<const Descriptor> file, std::string name)
      : file_(std::move(file)), name_(std::move(name)) {}

  std::size_t read(char* buffer, std::size_t size) override {
    const ssize_t got = file_->read_at(at_, buffer, size);
    if (got < 0) throw base::Error({name_}, std::string("cannot read: ") + std::strerror(errno));
    at_ += static_cast<std::size_t>(got);
    return static_cast<std::size_t>(got);
  }
  const std::string& name() const override { return name_; }

 private:
  std::shared_ptr<const Descriptor> file_;
  std::string name_;
  std::size_t at_ = 0;
};

class FileBytes final : public PixelBytes {
 public:
  FileBytes(std::shared_ptr<const Descriptor> file, std::size_t size) : file_(std::move(file)), size_(size) {}

  bool has(std::size_t end) override { return end <= size_; }
  bool read(std::size_t begin, char* into, std::size_t size) override {
    while (size > 0) {
      const ssize_t got = file_->read_at(begin, into, size);
      if (got <= 0) return false;
      begin += static_cast<std::size_t>(got);
      into += got;
      size -= static_cast<std::size_t>(got);
    }
    return true;
  }

 private:
  std::shared_ptr<const Descriptor> file_;
  std::size_t size_;
};

class MemoryBytes final : public PixelBytes {
 public:
  explicit MemoryBytes(std::string_view bytes) : bytes_(bytes) {}

  bool has(std::size_t end) override { return end <= bytes_.size(); }
  bool read(std::size_t begin, char* into, std::size_t size) override {
    if (begin > bytes_.size() || size > bytes_.size() - begin) return false;
    std::copy_n(bytes_.data() + begin, size, into);
    return true;
  }

 private:
  std::string_view bytes_;
};

class BufferBytes final : public PixelBytes {
 public:
  BufferBytes(Buffer& buffer, std::size_t begin) : buffer_(buffer), limit_(begin + most) {}

  bool has(std::size_t end) override {
    if (end > limit_) return false;
    buffer_.set_limit(std::max(buffer_.limit(), end));
    return buffer_.need(end);
  }
  bool read(std::size_t begin, char* into, std::size_t size) override {
    if (!has(begin + size)) return false;
    std::copy_n(buffer_.view(begin, size).data(), size, into);
    return true;
  }

 private:
  static constexpr std::size_t most = std::size_t{512} << 20;

  Buffer& buffer_;
  std::size_t limit_;
};

}  // namespace

OpenedFile open_file(const std::string& path, const std::string& shown) {
  struct stat about {};
  // Looked at before it is opened: a named pipe opened twice would lose its writer.
  const bool regular = path != "-" && ::stat(path.c_str(), &about) == 0 && S_ISREG(about.st_mode);
  const int number = regular ? ::open(path.c_str(), O_RDONLY | O_CLOEXEC) : -1;
  if (number < 0) return {base::open_source(path, shown), nullptr};
  const auto file = std::make_shared<const Descriptor>(number);
  if (::fstat(number, &about) != 0) throw base::Error({shown}, std::string("cannot read: ") + std::strerror(errno));
  return {std::make_unique<HeaderSource>(file, shown),
          std::make_unique<FileBytes>(file, static_cast<std::size_t>(about.st_size))};
}

OpenedFile open_memory(std::string_view bytes, const std::string& shown) {
  return {base::memory_source(bytes, shown), std::make_unique<MemoryBytes>(bytes)};
}

std::unique_ptr<PixelBytes> bytes_of_buffer(Buffer& buffer, std::size_t begin) {
  return std::make_unique<BufferBytes>(buffer, begin);
}

}  // namespace cxrval::dicom
