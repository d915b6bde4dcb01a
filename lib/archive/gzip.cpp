// SPDX-License-Identifier: Apache-2.0
#include "archive/level.hpp"

#include <zlib.h>
#include <algorithm>
#include <new>
#include <optional>

namespace cxrval::archive {
namespace {

constexpr std::size_t block_size = 1 << 16;
constexpr int gzip_window = 16 + MAX_WBITS;

// libarchive inflates gzip as well, but does not compare its checksum (as of 3.7).
class Inflating final : public base::ByteSource {
 public:
  Inflating(std::unique_ptr<base::ByteSource> source, Meter& meter)
      : source_(std::move(source)), meter_(meter), block_(block_size, '\0') {
    if (inflateInit2(&stream_, gzip_window) != Z_OK) throw std::bad_alloc();
  }
  ~Inflating() override { inflateEnd(&stream_); }
  Inflating(const Inflating&) = delete;
  Inflating& operator=(const Inflating&) = delete;

  std::size_t read(char* buffer, std::size_t size) override {
    if (failed_) throw *failed_;
    try {
      const std::size_t count = inflate(buffer, size);
      meter_.give(count, name());
      return count;
    } catch (const Damaged& damaged) {
      failed_ = damaged;
      throw;
    }
  }
  const std::string& name() const override { return source_->name(); }

 private:
  std::size_t inflate(char* buffer, std::size_t size) {
    const std::size_t room = std::min(size, block_size);
    stream_.next_out = reinterpret_cast<Bytef*>(buffer);
    stream_.avail_out = static_cast<uInt>(room);
    while (stream_.avail_out == room && !done_) {
      if (stream_.avail_in == 0) refill();
      if (between_ && !begin_again()) continue;
      const int status = ::inflate(&stream_, Z_NO_FLUSH);
      if (status == Z_MEM_ERROR) throw std::bad_alloc();
      if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) fail();
      between_ = status == Z_STREAM_END;
    }
    return room - stream_.avail_out;
  }

  void refill() {
    const std::size_t count = source_->read(block_.data(), block_.size());
    stream_.next_in = reinterpret_cast<Bytef*>(block_.data());
    stream_.avail_in = static_cast<uInt>(count);
    if (count > 0) return;
    if (!between_) fail();
    done_ = true;
  }

  // Behind a gzip another one or zeros may follow (RFC 1952 section 2.2; gzip pads tapes). True where one begins.
  bool begin_again() {
    while (stream_.avail_in > 0 && *stream_.next_in == 0) {
      ++stream_.next_in;
      --stream_.avail_in;
    }
    if (stream_.avail_in == 0) return false;
    if (inflateReset(&stream_) != Z_OK) fail();
    between_ = false;
    return true;
  }

  [[noreturn]] void fail() const { throw Damaged({name()}, damaged_reason); }

  std::unique_ptr<base::ByteSource> source_;
  Meter& meter_;
  std::string block_;
  z_stream stream_{};
  std::optional<Damaged> failed_;
  bool between_ = false;  // a gzip has ended
  bool done_ = false;
};

class GzipLevel final : public Level {
 public:
  GzipLevel(std::unique_ptr<base::ByteSource> source, Meter& meter) : file_(std::move(source), meter) {}

  base::Result<base::ByteSource*> next() override { return std::exchange(given_, true) ? nullptr : &file_; }

 private:
  Inflating file_;
  bool given_ = false;
};

}  // namespace

std::unique_ptr<Level> open_gzip(std::unique_ptr<base::ByteSource> source, Meter& meter) {
  return std::make_unique<GzipLevel>(std::move(source), meter);
}

}  // namespace cxrval::archive
