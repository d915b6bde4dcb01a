// SPDX-License-Identifier: Apache-2.0
#include "his/window.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace cxrval::his {
namespace {

constexpr std::size_t block_size = std::size_t{1} << 16;

}  // namespace

bool Window::grow() {
  if (ended_) return false;
  const std::size_t size = end_ - begin_;
  if (capacity_ - end_ < block_size) {
    if (size + block_size <= capacity_) {
      std::memmove(buffer_.get(), buffer_.get() + begin_, size);
    } else {
      capacity_ = 2 * std::max(capacity_, block_size);
      std::unique_ptr<char[]> larger(new char[capacity_]);
      std::copy_n(buffer_.get() + begin_, size, larger.get());
      buffer_ = std::move(larger);
    }
    begin_ = 0;
    end_ = size;
  }
  const std::size_t count = source_.read(buffer_.get() + end_, capacity_ - end_);
  end_ += count;
  ended_ = count == 0;
  return !ended_;
}

}  // namespace cxrval::his
