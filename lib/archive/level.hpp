// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/files.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace cxrval::archive {

inline constexpr const char* damaged_reason = "is damaged or cut short";
inline constexpr const char* bomb_reason = "inflates far beyond its size";

// What the outermost archive has given and what came of it, for Limits.
class Meter {
 public:
  explicit Meter(const Limits& limits) : limits_(limits) {}

  const Limits& limits() const { return limits_; }
  void take(std::size_t bytes) { taken_ += bytes; }
  // Counts bytes that came out of any archive; throws Damaged named `name` when they are too many.
  void give(std::size_t bytes, const std::string& name) {
    given_ += bytes;
    if (given_ > std::max(limits_.inflated_bytes, limits_.ratio * taken_)) throw Damaged({name}, bomb_reason);
  }
  // False when there are too many members.
  bool count_member() { return ++members_ <= limits_.members; }

 private:
  Limits limits_;
  std::uint64_t taken_ = 0;
  std::uint64_t given_ = 0;
  std::size_t members_ = 0;
};

// A source whose first bytes can be looked at before they are read. Behind them it adds nothing to the source's read().
class Peeked final : public base::ByteSource {
 public:
  static constexpr std::size_t head_size = 512;  // a block of tar

  // Reads the head; throws what the source throws. `taken`, if given, counts what is read.
  explicit Peeked(base::ByteSource& source, Meter* taken = nullptr) : source_(source), taken_(taken) {
    head_.resize(head_size);
    std::size_t filled = 0;
    while (filled < head_size) {
      const std::size_t count = source_.read(head_.data() + filled, head_size - filled);
      if (count == 0) break;
      filled += count;
    }
    head_.resize(filled);
  }

  std::string_view head() const { return head_; }

  std::size_t read(char* buffer, std::size_t size) override {
    std::size_t count = std::min(size, head_.size() - at_);
    if (count > 0) {
      head_.copy(buffer, count, at_);
      at_ += count;
    } else {
      count = source_.read(buffer, size);
    }
    if (taken_ != nullptr) taken_->take(count);
    return count;
  }
  const std::string& name() const override { return source_.name(); }

 private:
  base::ByteSource& source_;
  Meter* taken_;
  std::string head_;
  std::size_t at_ = 0;
};

// One open archive.
class Level {
 public:
  virtual ~Level() = default;
  // The next regular member, until the next call; nullptr at the end; a Fault when there can be no further one. Throws
  // what the archive's own source throws.
  virtual base::Result<base::ByteSource*> next() = 0;
};

// The file inside a gzip, which may be made of several gzips one behind the other. It keeps the archive's name.
std::unique_ptr<Level> open_gzip(std::unique_ptr<base::ByteSource> source, Meter& meter);

// The members of a zip or a tar. The central directory of the zip must list as many as came; behind the end of the tar
// only zeros may follow.
std::unique_ptr<Level> open_zip(std::unique_ptr<base::ByteSource> source, Meter& meter);
std::unique_ptr<Level> open_tar(std::unique_ptr<base::ByteSource> source, Meter& meter);

}  // namespace cxrval::archive
