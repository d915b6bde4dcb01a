// SPDX-License-Identifier: Apache-2.0
#include "archive/feed.hpp"

#include "archive/zip_directory.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::archive {
namespace {

constexpr std::size_t block_size = 1 << 16;
constexpr std::size_t kept_bytes = directory_end_bytes + 2 * block_size;

}  // namespace

Feed::Feed(std::unique_ptr<base::ByteSource> source) : source_(std::move(source)) {}

// What was given before is dropped, but for its last bytes, only when there is much of it: bytes move once.
bool Feed::pull() {
  if (kept_.size() > 4 * kept_bytes) {
    const std::size_t dropped = std::min(at_, kept_.size() - kept_bytes);
    kept_.erase(0, dropped);
    at_ -= dropped;
  }
  const std::size_t size = kept_.size();
  kept_.resize(size + block_size);
  std::size_t count = 0;
  try {
    count = source_->read(kept_.data() + size, block_size);
  } catch (...) {
    kept_.resize(size);
    throw;
  }
  kept_.resize(size + count);
  end_ += count;
  return count > 0;
}

std::string_view Feed::next_block() {
  if (at_ == kept_.size()) pull();
  const std::string_view block = std::string_view(kept_).substr(at_);
  at_ = kept_.size();
  return block;
}

std::optional<std::string_view> Feed::block() noexcept {
  try {
    return next_block();
  } catch (...) {
    error_ = std::current_exception();
    return std::nullopt;
  }
}

void Feed::rethrow() {
  if (const std::exception_ptr error = std::exchange(error_, nullptr)) std::rethrow_exception(error);
}

void Feed::move_to(std::uint64_t offset) {
  const std::uint64_t back = std::min<std::uint64_t>(end_ - std::min(end_, offset), kept_.size());
  at_ = kept_.size() - static_cast<std::size_t>(back);
}

bool Feed::seek(std::string_view mark, std::uint64_t from) {
  move_to(from);
  while (true) {
    const std::size_t found = kept_.find(mark, at_);
    if (found != std::string::npos) {
      at_ = found;
      return true;
    }
    at_ = std::max(at_, kept_.size() - std::min(kept_.size(), mark.size() - 1));
    if (!pull()) {
      at_ = kept_.size();
      return false;
    }
  }
}

bool Feed::rest_is_zeros(std::uint64_t from) {
  move_to(from);
  while (true) {
    const std::string_view block = next_block();
    if (block.empty()) return true;
    if (block.find_first_not_of('\0') != std::string_view::npos) return false;
  }
}

std::size_t Feed::zeros_at_end() const {
  const std::size_t last = kept_.find_last_not_of('\0');
  return last == std::string::npos ? kept_.size() : kept_.size() - last - 1;
}

}  // namespace cxrval::archive
