// SPDX-License-Identifier: Apache-2.0
#include "table/block_cut.hpp"

#include "table/scan.hpp"

namespace cxrval::table {
namespace {

// Goes from mark to mark: a line end ends a record unless it stands inside quotes. What is undecided at the end of the
// bytes has no line end behind it, and is no whole record either way.
class QuotedCutter {
 public:
  explicit QuotedCutter(std::string_view bytes) : bytes_(bytes), marks_(bytes) {}

  BlockCut cut() {
    for (std::size_t mark = marks_.next(); mark < bytes_.size(); mark = marks_.next()) {
      if (bytes_[mark] == '\n') {
        end_record(mark);
      } else if (!opens_cell(mark) || !leave_cell()) {
        skip_line();
      }
    }
    return cut_;
  }

 private:
  void end_record(std::size_t line_end) {
    cut_.size = line_end + 1;
    cut_.lines = ++lines_;
    ++cut_.records;
  }

  bool opens_cell(std::size_t quote) const {
    return quote == cut_.size || bytes_[quote - 1] == ',' || bytes_[quote - 1] == '\n';
  }

  // False for a byte behind the closing quote that ends no cell.
  bool leave_cell() {
    const char* const bytes = bytes_.data();
    std::size_t mark = marks_.next();
    while (mark < bytes_.size() && (bytes[mark] == '\n' || bytes[mark + 1] == '"')) {
      if (bytes[mark] == '\n') {
        ++lines_;
      } else {
        cut_.doubled_quotes = true;
        marks_.next();
      }
      mark = marks_.next();
    }
    if (mark >= bytes_.size()) return true;
    const char behind = bytes[mark + 1];
    return behind == ',' || behind == '\n' || (behind == '\r' && bytes[mark + 2] == '\n');
  }

  // The rest of a faulty record ends at the next line end.
  void skip_line() {
    std::size_t mark = marks_.next();
    while (mark < bytes_.size() && bytes_[mark] != '\n') mark = marks_.next();
    if (mark < bytes_.size()) end_record(mark);
  }

  std::string_view bytes_;
  Marks<'"', '\n'> marks_;
  BlockCut cut_;
  std::size_t lines_ = 0;  // with those of the record that is being read
};

}  // namespace

BlockCut cut_csv(std::string_view bytes) {
  return bytes.find('"') == std::string_view::npos ? cut_lines(bytes) : QuotedCutter(bytes).cut();
}

BlockCut cut_lines(std::string_view bytes) {
  BlockCut cut;
  cut.size = bytes.rfind('\n') + 1;
  cut.lines = count_line_ends(bytes.substr(0, cut.size));
  cut.records = cut.lines;
  return cut;
}

}  // namespace cxrval::table
