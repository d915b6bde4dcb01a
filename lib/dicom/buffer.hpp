// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace cxrval::dicom {

// The beginning of a file in memory, read on as far as it is asked for. Nothing is allocated for bytes that a length
// field claims and the file does not have.
class Buffer {
 public:
  explicit Buffer(std::unique_ptr<base::ByteSource> source);

  // True when the bytes before `end` are in memory now; false when the file ends first or `end` is beyond the limit.
  bool need(std::size_t end);
  // The most that need() reads; 64 MiB in the beginning.
  void set_limit(std::size_t limit) { limit_ = limit; }
  std::size_t limit() const { return limit_; }

  std::size_t size() const { return size_; }
  // Bytes that need() has made sure of; valid until the next need().
  std::string_view view(std::size_t begin, std::size_t length) const;
  std::uint16_t word16(std::size_t at, bool big_endian) const;
  std::uint32_t word32(std::size_t at, bool big_endian) const;

 private:
  struct Free {
    void operator()(char* bytes) const { std::free(bytes); }
  };

  void make_room(std::size_t capacity);

  std::unique_ptr<base::ByteSource> source_;
  // By malloc: realloc moves pages where a container would clear and copy them, and a header can be made to take 64
  // MiB.
  std::unique_ptr<char, Free> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  std::size_t limit_ = std::size_t{64} << 20;
  bool at_end_ = false;
};

// Inflates a deflated data set (PS3.5 A.5) piece by piece.
std::unique_ptr<base::ByteSource> inflating_source(std::string compressed, std::string name);

}  // namespace cxrval::dicom
