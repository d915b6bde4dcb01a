// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "his/encoding.hpp"

#include <cstddef>
#include <memory>
#include <string_view>

namespace cxrval::his {

// The part of a file that is looked at: it grows at its end and is dropped at its beginning.
class Window {
 public:
  explicit Window(FileSource& source) : source_(source) {}

  std::string_view bytes() const { return {buffer_.get() + begin_, end_ - begin_}; }
  void drop(std::size_t count) { begin_ += count; }
  // Reads on; false at the end of the file.
  bool grow();

 private:
  FileSource& source_;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool ended_ = false;
};

}  // namespace cxrval::his
