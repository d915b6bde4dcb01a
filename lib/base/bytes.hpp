// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cxrval::base {

// Bytes read in order. The name is for messages.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // Fills at most `size` bytes; 0 at the end. Throws Error when reading fails.
  virtual std::size_t read(char* buffer, std::size_t size) = 0;
  virtual const std::string& name() const = 0;
};

// Bytes written in order. Nothing is promised until close() has returned.
class ByteSink {
 public:
  virtual ~ByteSink() = default;

  // Throws Error when a byte cannot be written (a full disk, a closed pipe whose signal is ignored).
  virtual void write(std::string_view bytes) = 0;
  // Writes all that is buffered down to the file, so that a reader sees it.
  virtual void flush() = 0;
  // Every byte is where it must be, and nothing can fail any more but the renaming: several outputs of one run are all
  // prepared before the first is closed.
  virtual void prepare() { flush(); }
  // Completes the output; a file named by a path appears under its name only now.
  virtual void close() = 0;
};

// `-` is standard input, named "stdin" in messages. Throws Error for a missing file or a folder. `shown` is the name
// for messages where it is not the path.
std::unique_ptr<ByteSource> open_source(const std::string& path, const std::string& shown = "");

// Reads from memory that the caller keeps alive.
std::unique_ptr<ByteSource> memory_source(std::string_view bytes, std::string name);

// Appends to memory that the caller keeps alive.
std::unique_ptr<ByteSink> memory_sink(std::string& bytes);

enum class Access { everyone, owner_only };  // owner_only: mode 0600, for files that hold patients' data

// `-` is standard output. A regular file is written to a hidden file beside its target and renamed by close(); without
// close(), or when a signal ends the process, nothing is left. A target that exists keeps its mode. Devices and named
// pipes are written directly. `shown` is the name for messages where it is not the path.
std::unique_ptr<ByteSink> open_sink(const std::string& path, Access access = Access::everyone,
                                    const std::string& shown = "");

// Appends to a file as long jobs do: every flush() is on the disk (fsync) when it returns. `shown` is the name for
// messages where it is not the path.
std::unique_ptr<ByteSink> open_append(const std::string& path, const std::string& shown = "");

// The file that a long job writes to before it is complete: `path` with .partial behind it.
std::string partial_path(const std::string& path);

// Writes to partial_path(path) behind its first `offset` bytes, and drops what else is there; every flush() is on the
// disk. Whatever ends the process leaves it for the next run; close() gives it its name. Throws Error too when it has
// fewer bytes.
std::unique_ptr<ByteSink> open_partial(const std::string& path, std::uint64_t offset, Access access = Access::everyone,
                                       const std::string& shown = "");

// Everything the source still has; throws Error when that is more than `limit` bytes.
std::string read_all(ByteSource& source, std::size_t limit);

}  // namespace cxrval::base
