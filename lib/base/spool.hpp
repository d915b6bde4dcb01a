// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cxrval::base {

// Bytes that are written once and read back afterwards, in memory as long as they are few, and else in a file without a
// name (mode 0600, removed from its folder as soon as it is made), so that nothing of it is left however the process
// ends.
class Spool {
 public:
  // `folder` is where the file is made when more than `memory` bytes come.
  Spool(std::string folder, std::size_t memory);
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // Where the bytes stand. Throws Error when they cannot be kept (a full disk, no such folder).
  std::uint64_t append(std::string_view bytes);
  std::uint64_t size() const { return written_ + buffer_.size(); }

 private:
  friend class SpoolReader;

  void drain();
  void open();
  [[noreturn]] void fail(const char* what, int error) const;

  std::string folder_;
  std::size_t memory_;
  int descriptor_ = -1;
  std::uint64_t written_ = 0;  // bytes in the file
  std::string buffer_;         // what stands behind them
};

// Reads a spool to which nothing is appended any more. It is fast for places that follow each other.
class SpoolReader {
 public:
  // The spool must outlive the reader.
  explicit SpoolReader(const Spool& spool) : spool_(spool) {}

  // `most` bytes at `offset`, or fewer where the spool ends; valid until the next call. Throws Error when they cannot
  // be read.
  std::string_view at(std::uint64_t offset, std::size_t most);

 private:
  void fill(std::uint64_t offset, std::size_t size);

  const Spool& spool_;
  std::string block_;
  std::uint64_t block_offset_ = 0;
};

}  // namespace cxrval::base
