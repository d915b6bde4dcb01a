// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::table {

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

// Reads one record; `cells` gets its cells with quoting undone. Quoted line ends are kept as they are.
CsvScan scan_csv_record(std::string_view bytes, std::vector<std::string>& cells);

// Appends a cell as RFC 4180 has it, quoted only where it must be.
void append_csv_cell(std::string& line, std::string_view cell);

}  // namespace cxrval::table
