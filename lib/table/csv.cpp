// SPDX-License-Identifier: Apache-2.0
#include "table/csv.hpp"

#include <algorithm>
#include <array>

namespace cxrval::table {
namespace {

using Status = CsvScan::Status;

// find_first_of() searches its set anew for every byte; a table costs one look.
constexpr std::array<bool, 256> special = [] {
  std::array<bool, 256> table{};
  for (const char c : {',', '"', '\r', '\n'}) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

bool is_special(char c) {
  return special[static_cast<unsigned char>(c)];
}

class Scanner {
 public:
  Scanner(std::string_view bytes, std::vector<std::string>& cells) : bytes_(bytes), cells_(cells) {}

  CsvScan scan() {
    while (true) {
      std::string& cell = next_cell();
      const bool quoted = at_ < bytes_.size() && bytes_[at_] == '"';
      if (!(quoted ? read_quoted(cell) : read_plain(cell))) return result_;
      if (at_ == bytes_.size()) return result_;  // the cell's end is not known yet
      if (bytes_[at_] == ',') {
        ++at_;
        continue;
      }
      return finish(Status::record);
    }
  }

 private:
  std::string& next_cell() {
    if (count_ == cells_.size()) cells_.emplace_back();
    std::string& cell = cells_[count_++];
    cell.clear();
    return cell;
  }

  // Leaves at_ on the comma or line end behind the cell.
  bool read_plain(std::string& cell) {
    std::size_t stop = at_;
    while (stop < bytes_.size() && (!is_special(bytes_[stop]) || bytes_[stop] == '\r')) ++stop;
    if (stop < bytes_.size() && bytes_[stop] == '"') return fail("quote inside a cell that is not quoted");
    cell.assign(bytes_, at_, stop - at_);
    at_ = stop;
    if (at_ < bytes_.size() && bytes_[at_] == '\n' && !cell.empty() && cell.back() == '\r') cell.pop_back();
    return true;
  }

  bool read_quoted(std::string& cell) {
    ++at_;
    while (true) {
      const std::size_t quote = bytes_.find('"', at_);
      if (quote == std::string_view::npos || quote + 1 == bytes_.size()) return false;
      cell.append(bytes_, at_, quote - at_);
      at_ = quote + 1;
      if (bytes_[at_] != '"') break;
      cell += '"';
      ++at_;
    }
    if (bytes_[at_] == '\r' && at_ + 1 < bytes_.size() && bytes_[at_ + 1] == '\n') ++at_;
    if (bytes_[at_] == '\r' && at_ + 1 == bytes_.size()) return false;
    if (bytes_[at_] != ',' && bytes_[at_] != '\n') return fail("text behind a closing quote");
    return true;
  }

  // The rest of a faulty record cannot be trusted: it ends at the next line end.
  bool fail(const char* reason) {
    const std::size_t end = bytes_.find('\n', at_);
    if (end == std::string_view::npos) return false;
    at_ = end;
    finish(Status::faulty);
    result_.reason = reason;
    result_.column = count_;
    return false;
  }

  CsvScan finish(Status status) {
    ++at_;
    cells_.resize(count_);
    result_.status = status;
    result_.length = at_;
    result_.lines = static_cast<std::size_t>(std::count(bytes_.begin(), bytes_.begin() + static_cast<long>(at_), '\n'));
    return result_;
  }

  std::string_view bytes_;
  std::vector<std::string>& cells_;
  std::size_t count_ = 0;
  std::size_t at_ = 0;
  CsvScan result_;
};

}  // namespace

CsvScan scan_csv_record(std::string_view bytes, std::vector<std::string>& cells) {
  return Scanner(bytes, cells).scan();
}

void append_csv_cell(std::string& line, std::string_view cell) {
  if (std::none_of(cell.begin(), cell.end(), is_special)) {
    line += cell;
    return;
  }
  line += '"';
  while (true) {
    const std::size_t quote = cell.find('"');
    if (quote == std::string_view::npos) break;
    line += cell.substr(0, quote + 1);
    line += '"';
    cell.remove_prefix(quote + 1);
  }
  line += cell;
  line += '"';
}

}  // namespace cxrval::table
