// SPDX-License-Identifier: Apache-2.0
#include "table/feed.hpp"

#include <algorithm>

namespace cxrval::table {
namespace {

constexpr std::size_t first_buffer = 1 << 18;

}  // namespace

void throw_too_long(const std::string& name, std::size_t line) {
  throw base::Error({name, line}, "record longer than 64 MiB");
}
void throw_cut_short(const std::string& name, std::size_t line) {
  throw base::Error({name, line}, "ends inside a record, without a line end; the table was cut short");
}

Feed::Feed(std::unique_ptr<base::ByteSource> source) : source_(std::move(source)), buffer_(first_buffer) {}

bool Feed::refill() {
  if (at_end_) return false;
  if (begin_ > 0) {
    std::copy(buffer_.begin() + static_cast<long>(begin_), buffer_.begin() + static_cast<long>(end_), buffer_.begin());
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == buffer_.size()) {
    if (end_ >= largest_record) throw_too_long(name(), line_);
    buffer_.resize(std::min(buffer_.size() * 2, largest_record));
  }
  const std::size_t count = source_->read(buffer_.data() + end_, buffer_.size() - end_);
  end_ += count;
  at_end_ = count == 0;
  return !at_end_;
}

void Feed::consume(std::size_t bytes, std::size_t lines) {
  raw_ = pending().substr(0, bytes);
  begin_ += bytes;
  next_line_ += lines;
}

void Feed::give_back() {
  begin_ -= raw_.size();
  next_line_ = line_;
  raw_ = {};
}

std::size_t Feed::read(char* to, std::size_t size) {
  if (pending().empty()) return at_end_ ? 0 : source_->read(to, size);
  const std::size_t count = std::min(size, pending().size());
  std::copy_n(pending().data(), count, to);
  begin_ += count;
  return count;
}

CsvScan Feed::take_csv(CsvScanner& scanner, std::vector<std::string>& cells) {
  line_ = next_line_;
  while (true) {
    const CsvScan scan = scanner.scan(pending(), cells);
    if (scan.status != CsvScan::Status::incomplete) {
      consume(scan.length, scan.lines);
      return scan;
    }
    if (!refill()) {
      if (!pending().empty()) throw_cut_short(name(), line_);
      return scan;
    }
  }
}

std::optional<std::string_view> Feed::take_line() {
  line_ = next_line_;
  std::size_t searched = 0;
  while (true) {
    const std::size_t end = pending().find('\n', searched);
    if (end != std::string_view::npos) {
      consume(end + 1, 1);
      return raw_.substr(0, end);
    }
    searched = pending().size();
    if (!refill()) {
      if (!pending().empty()) throw_cut_short(name(), line_);
      return std::nullopt;
    }
  }
}

}  // namespace cxrval::table
