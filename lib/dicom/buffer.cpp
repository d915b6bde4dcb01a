// SPDX-License-Identifier: Apache-2.0
#include "dicom/buffer.hpp"

#include "dicom/dcmtk_setup.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcistrmb.h>

#include <algorithm>
#include <new>
#include <utility>

namespace cxrval::dicom {
namespace {

constexpr std::size_t smallest_step = std::size_t{32} << 10;

class Inflating : public base::ByteSource {
 public:
  Inflating(std::string compressed, std::string name) : compressed_(std::move(compressed)), name_(std::move(name)) {
    if (compressed_.size() % 2 != 0) compressed_.push_back('\0');
    if (compressed_.empty()) return;
    stream_.setBuffer(compressed_.data(), static_cast<offile_off_t>(compressed_.size()));
    stream_.setEos();
    ready_ = stream_.installCompressionFilter(ESC_zlib).good();
  }

  std::size_t read(char* buffer, std::size_t size) override {
    if (!ready_ || !stream_.good()) return 0;
    const offile_off_t got = stream_.read(buffer, static_cast<offile_off_t>(size));
    return got > 0 ? static_cast<std::size_t>(got) : 0;
  }
  const std::string& name() const override { return name_; }

 private:
  std::string compressed_;
  std::string name_;
  DcmInputBufferStream stream_;
  bool ready_ = false;
};

}  // namespace

Buffer::Buffer(std::unique_ptr<base::ByteSource> source) : source_(std::move(source)) {}

bool Buffer::need(std::size_t end) {
  if (end > limit_) return end <= size_;
  while (size_ < end && !at_end_) {
    // Grows with what is really there, not with what is asked for.
    const std::size_t step = std::clamp(end - size_, smallest_step, std::max(smallest_step, size_));
    make_room(size_ + step);
    const std::size_t got = source_->read(bytes_.get() + size_, step);
    size_ += got;
    at_end_ = got == 0;
  }
  return end <= size_;
}

void Buffer::make_room(std::size_t capacity) {
  if (capacity <= capacity_) return;
  capacity = std::max(capacity, 2 * capacity_);
  char* const larger = static_cast<char*>(std::realloc(bytes_.get(), capacity));
  if (larger == nullptr) throw std::bad_alloc();
  static_cast<void>(bytes_.release());
  bytes_.reset(larger);
  capacity_ = capacity;
}

std::string_view Buffer::view(std::size_t begin, std::size_t length) const {
  return std::string_view(bytes_.get(), size_).substr(begin, length);
}

std::uint16_t Buffer::word16(std::size_t at, bool big_endian) const {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned>(static_cast<unsigned char>(bytes_.get()[at + i]));
  };
  return static_cast<std::uint16_t>(big_endian ? byte(0) << 8 | byte(1) : byte(1) << 8 | byte(0));
}

std::uint32_t Buffer::word32(std::size_t at, bool big_endian) const {
  const std::uint32_t first = word16(at, big_endian);
  const std::uint32_t second = word16(at + 2, big_endian);
  return big_endian ? first << 16 | second : second << 16 | first;
}

std::unique_ptr<base::ByteSource> inflating_source(std::string compressed, std::string name) {
  set_up_dcmtk();
  return std::make_unique<Inflating>(std::move(compressed), std::move(name));
}

}  // namespace cxrval::dicom
