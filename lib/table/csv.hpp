// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::table {

// Why a record that was read whole is no row of its table.
inline constexpr const char* too_narrow = "fewer cells than the header has columns";
inline constexpr const char* too_wide = "more cells than the header has columns";
inline constexpr const char* not_utf8 = "not UTF-8";
inline constexpr const char* quote_inside = "quote inside a cell that is not quoted";
inline constexpr const char* text_behind_quote = "text behind a closing quote";

// What stands at the front of some bytes of a CSV table (RFC 4180, LF or CRLF).
struct CsvScan {
  enum class Status {
    record,      // a whole record
    incomplete,  // no whole record yet
    faulty,      // a record that breaks the rules; `length` leads behind its line
  };
  Status status = Status::incomplete;
  std::size_t length = 0;        // bytes of the record with its line end
  std::size_t lines = 0;         // line ends among them
  const char* reason = nullptr;  // of a faulty record, a fixed text
  std::size_t column = 0;        // the faulty cell, from 1
};

// Reads a record that comes in pieces: no byte is looked at twice, however long the record is.
class CsvScanner {
 public:
  // Cells beyond `most` are read over and not kept.
  explicit CsvScanner(std::size_t most = static_cast<std::size_t>(-1)) : most_(most) {}

  // `bytes` begin where the record begins and hold all bytes of the call before, if that one was incomplete. `cells`
  // gets the record's cells with quoting undone; quoted line ends are kept as they are.
  CsvScan scan(std::string_view bytes, std::vector<std::string>& cells);

 private:
  enum class At { cell_start, plain, quoted, behind_quote, faulty };

  void scan_whole_cells(std::string_view bytes, std::vector<std::string>& cells);
  bool step(std::string_view bytes, std::vector<std::string>& cells);
  bool read_plain(std::string_view bytes, std::string& cell);
  bool read_quoted(std::string_view bytes, std::string& cell);
  bool leave_quoted(std::string_view bytes, std::string& cell);
  bool fail(const char* reason);
  bool end_cell(char separator);

  std::string& cell(std::vector<std::string>& cells) { return count_ > most_ ? beyond_ : cells[count_ - 1]; }

  std::size_t most_;
  std::string beyond_;
  At at_ = At::cell_start;
  std::size_t offset_ = 0;
  std::size_t lines_ = 0;
  std::size_t count_ = 0;  // of cells, with the one being read
  bool done_ = false;
  const char* reason_ = nullptr;  // why the record is faulty
};

// The most bytes that a cell takes in a table.
constexpr std::size_t most_csv_bytes(std::size_t cell_size) {
  return 2 * cell_size + 2;
}

// Writes a cell as RFC 4180 has it, quoted only where it must be, where there is room for most_csv_bytes(); returns
// where it ends.
char* write_csv_cell(std::string_view cell, char* to);

}  // namespace cxrval::table
