// SPDX-License-Identifier: Apache-2.0
#include "table/block_reader.hpp"

#include "table/block_cut.hpp"
#include "table/feed.hpp"
#include "table/header.hpp"
#include "table/scan.hpp"

#include <algorithm>
#include <mutex>

namespace cxrval::table {
namespace {

// Memory of dropped blocks is taken again: fresh pages cost more than what is done with them.
class Pool : public std::enable_shared_from_this<Pool> {
 public:
  explicit Pool(std::size_t size) : size_(size) { free_.reserve(most_free); }

  // At least `size` bytes, not initialised; any thread may drop them.
  std::shared_ptr<char[]> take(std::size_t size) {
    if (size > size_) return std::shared_ptr<char[]>(new char[size]);
    std::unique_ptr<char[]> bytes = take_free();
    if (!bytes) bytes.reset(new char[size_]);
    return {bytes.release(), [pool = shared_from_this()](char* dropped) { pool->give_back(dropped); }};
  }

 private:
  static constexpr std::size_t most_free = 32;

  std::unique_ptr<char[]> take_free() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return nullptr;
    std::unique_ptr<char[]> bytes = std::move(free_.back());
    free_.pop_back();
    return bytes;
  }

  void give_back(char* dropped) {
    std::unique_ptr<char[]> bytes(dropped);
    const std::lock_guard lock(mutex_);
    if (free_.size() < most_free) free_.push_back(std::move(bytes));
  }

  const std::size_t size_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<char[]>> free_;
};

}  // namespace

class BlockReader::Impl {
 public:
  Impl(std::unique_ptr<base::ByteSource> source, const ColumnMap& map, std::size_t block_bytes)
      : feed_(std::move(source)),
        header_(std::make_shared<const Header>(read_header(feed_, map))),
        block_bytes_(std::clamp<std::size_t>(block_bytes, 1, largest_record)),
        pool_(std::make_shared<Pool>(block_bytes_ + scan_width)),
        line_(feed_.next_line()) {}

  const Header& header() const { return *header_; }
  std::size_t records() const { return records_; }

  std::optional<Block> next() {
    while (true) {
      Block::Parts parts;
      parts.header = header_;
      const std::string_view bytes = read(parts);
      if (bytes.empty()) return std::nullopt;
      const BlockCut cut = header_->is_json ? cut_lines(bytes) : cut_csv(bytes);
      tail_.assign(bytes.substr(cut.size));
      if (cut.size > 0) return block(std::move(parts), cut);
      if (bytes.size() >= largest_record) throw_too_long(header_->name, line_);
      if (at_end_) throw_cut_short(header_->name, line_);
    }
  }

 private:
  // The tail and what the source has behind it, in memory that grows with the tail, so that a long record is not gone
  // through too often.
  std::string_view read(Block::Parts& parts) {
    const std::size_t room = std::min(std::max(block_bytes_, 2 * tail_.size()), largest_record);
    parts.bytes = pool_->take(room + scan_width);
    std::size_t size = tail_.size();
    std::copy(tail_.begin(), tail_.end(), parts.bytes.get());
    while (size < room && !at_end_) {
      const std::size_t count = feed_.read(parts.bytes.get() + size, room - size);
      size += count;
      at_end_ = count == 0;
    }
    std::fill_n(parts.bytes.get() + size, scan_width, '\0');
    return {parts.bytes.get(), size};
  }

  Block block(Block::Parts parts, const BlockCut& cut) {
    parts.size = cut.size;
    parts.records = cut.records;
    parts.line = line_;
    if (header_->is_json || cut.doubled_quotes) parts.texts = pool_->take(cut.size);
    line_ += cut.lines;
    records_ += cut.records;
    return Block(std::move(parts));
  }

  Feed feed_;
  std::shared_ptr<const Header> header_;
  std::size_t block_bytes_;
  std::shared_ptr<Pool> pool_;
  std::string tail_;  // what was read and begins no whole record yet
  std::size_t line_;
  bool at_end_ = false;
  std::size_t records_ = 0;
};

BlockReader::BlockReader(std::unique_ptr<base::ByteSource> source, const ColumnMap& map, std::size_t block_bytes)
    : impl_(std::make_unique<Impl>(std::move(source), map, block_bytes)) {}
BlockReader::~BlockReader() = default;
BlockReader::BlockReader(BlockReader&&) noexcept = default;
BlockReader& BlockReader::operator=(BlockReader&&) noexcept = default;

const std::vector<std::string>& BlockReader::columns() const {
  return impl_->header().columns;
}
std::optional<std::size_t> BlockReader::find(std::string_view column) const {
  return impl_->header().find(column);
}
std::size_t BlockReader::require(std::string_view column) const {
  return impl_->header().require(column);
}
bool BlockReader::mapped(std::string_view ours) const {
  return impl_->header().mapped.contains(ours);
}
std::optional<Block> BlockReader::next() {
  return impl_->next();
}
base::Place BlockReader::place(std::size_t line, std::size_t column) const {
  return {name(), line, column + 1};
}
const std::string& BlockReader::name() const {
  return impl_->header().name;
}
std::size_t BlockReader::records_read() const {
  return impl_->records();
}

}  // namespace cxrval::table
