// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "table/csv.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::table {

// The most bytes of one record.
constexpr std::size_t largest_record = 64 << 20;

[[noreturn]] void throw_too_long(const std::string& name, std::size_t line);
[[noreturn]] void throw_cut_short(const std::string& name, std::size_t line);

// Takes record by record from the front of a source. Views are valid until the next record is taken.
class Feed {
 public:
  explicit Feed(std::unique_ptr<base::ByteSource> source);

  // Bytes that are read and not taken.
  std::string_view pending() const { return {buffer_.data() + begin_, end_ - begin_}; }
  // Reads more bytes behind them; false at the end of the source. Throws Error for a record that is too long.
  bool refill();
  void skip(std::size_t bytes) { begin_ += bytes; }

  // The next CSV record; incomplete only at the end of the table. Throws Error for a table that was cut short.
  CsvScan take_csv(CsvScanner& scanner, std::vector<std::string>& cells);
  // The next line without its end, or nothing at the end of the table; the same Error.
  std::optional<std::string_view> take_line();
  // The last record becomes the next one again.
  void give_back();
  // Takes bytes as they come: the pending ones, then the source's; 0 at the end.
  std::size_t read(char* to, std::size_t size);

  const std::string& name() const { return source_->name(); }
  std::string_view raw() const { return raw_; }         // the last record with its line end
  std::size_t line() const { return line_; }            // where it begins
  std::size_t next_line() const { return next_line_; }  // where the next one does

 private:
  void consume(std::size_t bytes, std::size_t lines);

  std::unique_ptr<base::ByteSource> source_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool at_end_ = false;
  std::string_view raw_;
  std::size_t line_ = 1;
  std::size_t next_line_ = 1;
};

}  // namespace cxrval::table
