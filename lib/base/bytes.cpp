// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.hpp"

#include "base/cleanup.hpp"
#include "base/error.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

namespace cxrval::base {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t buffer_size = 1 << 16;

std::string system_reason(const char* what, int error) {
  return std::string(what) + ": " + std::strerror(error);
}

class FileSource final : public ByteSource {
 public:
  FileSource(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}
  ~FileSource() override {
    if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
  }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  std::size_t read(char* buffer, std::size_t size) override {
    while (true) {
      const ssize_t count = ::read(descriptor_, buffer, size);
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) throw Error({name_}, system_reason("cannot read", errno));
    }
  }
  const std::string& name() const override { return name_; }

 private:
  int descriptor_;
  std::string name_;
};

class MemorySource final : public ByteSource {
 public:
  MemorySource(std::string_view bytes, std::string name) : rest_(bytes), name_(std::move(name)) {}

  std::size_t read(char* buffer, std::size_t size) override {
    const std::size_t count = std::min(size, rest_.size());
    std::copy_n(rest_.data(), count, buffer);
    rest_.remove_prefix(count);
    return count;
  }
  const std::string& name() const override { return name_; }

 private:
  std::string_view rest_;
  std::string name_;
};

class MemorySink final : public ByteSink {
 public:
  explicit MemorySink(std::string& bytes) : bytes_(bytes) {}

  void write(std::string_view bytes) override { bytes_ += bytes; }
  void flush() override {}
  void close() override {}

 private:
  std::string& bytes_;
};

// Buffered writing to a descriptor; what close() does beyond that is the derived class's.
class FileSink : public ByteSink {
 public:
  FileSink(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {
    buffer_.reserve(buffer_size);
  }
  ~FileSink() override {
    if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
  }
  FileSink(const FileSink&) = delete;
  FileSink& operator=(const FileSink&) = delete;

  void write(std::string_view bytes) override {
    if (buffer_.size() + bytes.size() > buffer_size) drain();
    if (bytes.size() >= buffer_size) {
      write_through(bytes);
    } else {
      buffer_ += bytes;
    }
  }
  void flush() override { drain(); }
  void close() override {
    drain();
    if (descriptor_ > STDERR_FILENO && ::close(std::exchange(descriptor_, -1)) != 0) fail(errno);
  }

 protected:
  void sync() {
    if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS) fail(errno);
  }
  [[noreturn]] void fail(int error) const { throw Error({name_}, system_reason("cannot write", error)); }

 private:
  void drain() {
    const std::string pending = std::exchange(buffer_, {});
    write_through(pending);
    buffer_.reserve(buffer_size);
  }
  void write_through(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
      if (count >= 0) {
        bytes.remove_prefix(static_cast<std::size_t>(count));
      } else if (errno != EINTR) {
        fail(errno);
      }
    }
  }

  int descriptor_;
  std::string name_;
  std::string buffer_;
};

class AppendSink : public FileSink {
 public:
  using FileSink::FileSink;

  void flush() override {
    FileSink::flush();
    sync();
  }
};

class PartialSink final : public AppendSink {
 public:
  PartialSink(int descriptor, std::string path, const std::string& shown)
      : AppendSink(descriptor, shown), path_(std::move(path)) {}

  void close() override {
    if (std::exchange(closed_, true)) return;
    flush();
    FileSink::close();
    if (::rename(partial_path(path_).c_str(), path_.c_str()) != 0) fail(errno);
  }

 private:
  std::string path_;
  bool closed_ = false;
};

class AtomicSink final : public FileSink {
 public:
  struct Paths {
    std::string temporary;
    std::string target;
    std::string shown;
  };
  AtomicSink(int descriptor, Paths paths)
      : FileSink(descriptor, paths.shown), paths_(std::move(paths)), cleanup_(paths_.temporary) {}
  ~AtomicSink() override {
    if (!done_) ::unlink(paths_.temporary.c_str());
  }

  void prepare() override {
    if (prepared_) return;
    flush();
    sync();
    FileSink::close();
    prepared_ = true;
  }
  void close() override {
    if (done_) return;
    prepare();
    if (::rename(paths_.temporary.c_str(), paths_.target.c_str()) != 0) fail(errno);
    done_ = true;
  }

 private:
  Paths paths_;
  RemoveOnSignal cleanup_;
  bool prepared_ = false;
  bool done_ = false;
};

bool is_directly_written(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

// A link is followed once, so that the file it names is replaced and not the link.
std::string link_target(const std::string& path) {
  char* resolved = ::realpath(path.c_str(), nullptr);
  if (resolved == nullptr) return path;
  std::string target(resolved);
  ::free(resolved);
  return target;
}

}  // namespace

std::unique_ptr<ByteSource> open_source(const std::string& path, const std::string& shown) {
  if (path == "-") return std::make_unique<FileSource>(STDIN_FILENO, "stdin");
  const std::string name = shown.empty() ? path : shown;
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw Error({name}, system_reason("cannot open", errno));
  auto source = std::make_unique<FileSource>(descriptor, name);
  struct stat status {};
  if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) throw Error({name}, "is a folder, not a file");
  return source;
}

std::unique_ptr<ByteSource> memory_source(std::string_view bytes, std::string name) {
  return std::make_unique<MemorySource>(bytes, std::move(name));
}

std::unique_ptr<ByteSink> memory_sink(std::string& bytes) {
  return std::make_unique<MemorySink>(bytes);
}

std::unique_ptr<ByteSink> open_sink(const std::string& path, Access access, const std::string& shown) {
  if (path == "-") return std::make_unique<FileSink>(STDOUT_FILENO, "stdout");
  const std::string name = shown.empty() ? path : shown;
  const auto check = [&name](int descriptor) {
    if (descriptor < 0) throw Error({name}, system_reason("cannot write", errno));
    return descriptor;
  };
  if (is_directly_written(path)) {
    return std::make_unique<FileSink>(check(::open(path.c_str(), O_WRONLY | O_CLOEXEC)), name);
  }
  const fs::path target = link_target(path);
  // Hidden, so that walking the folder does not find it.
  const std::string hidden = "." + target.filename().string() + ".tmp-" + std::to_string(::getpid());
  const std::string temporary = (target.parent_path() / hidden).string();
  const mode_t mode = access == Access::owner_only ? 0600 : 0666;
  const int descriptor = check(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  struct stat old {};
  if (access == Access::everyone && ::stat(target.c_str(), &old) == 0) ::fchmod(descriptor, old.st_mode & 07777);
  return std::make_unique<AtomicSink>(descriptor, AtomicSink::Paths{temporary, target.string(), name});
}

std::unique_ptr<ByteSink> open_append(const std::string& path, const std::string& shown) {
  const std::string name = shown.empty() ? path : shown;
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor < 0) throw Error({name}, system_reason("cannot write", errno));
  return std::make_unique<AppendSink>(descriptor, name);
}

std::string partial_path(const std::string& path) {
  return path + ".partial";
}

std::unique_ptr<ByteSink> open_partial(const std::string& path, std::uint64_t offset, Access access,
                                       const std::string& shown) {
  const std::string name = shown.empty() ? path : shown;
  const mode_t mode = access == Access::owner_only ? 0600 : 0666;
  const int descriptor = ::open(partial_path(path).c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, mode);
  if (descriptor < 0) throw Error({name}, system_reason("cannot write", errno));
  auto sink = std::make_unique<PartialSink>(descriptor, path, name);
  struct stat there {};
  if (access == Access::everyone && ::stat(path.c_str(), &there) == 0) ::fchmod(descriptor, there.st_mode & 07777);
  if (::fstat(descriptor, &there) != 0 || static_cast<std::uint64_t>(there.st_size) < offset) {
    throw Error({name}, "what an earlier run wrote of it is not all there; remove FILE.partial.journal to begin anew");
  }
  if (::ftruncate(descriptor, static_cast<off_t>(offset)) != 0) {
    throw Error({name}, system_reason("cannot write", errno));
  }
  return sink;
}

std::string read_all(ByteSource& source, std::size_t limit) {
  std::string bytes;
  std::string block(buffer_size, '\0');
  while (const std::size_t count = source.read(block.data(), block.size())) {
    if (count > limit - bytes.size()) {
      throw Error({source.name()}, "larger than " + std::to_string(limit) + " bytes");
    }
    bytes.append(block, 0, count);
  }
  return bytes;
}

}  // namespace cxrval::base
