// SPDX-License-Identifier: Apache-2.0
#include "table/block_cut.hpp"

#include "table/scan.hpp"

#include <algorithm>

namespace cxrval::table {
namespace {

// Jumps from quote to quote: between quoted cells every line end ends a record.
class CsvCutter {
 public:
  explicit CsvCutter(std::string_view bytes) : bytes_(bytes) {}

  BlockCut cut() {
    while (at_ < bytes_.size()) {
      const std::size_t quote = find('"', at_);
      take_plain(quote);
      if (quote < bytes_.size()) take_quote(quote);
    }
    cut_.lines = count_line_ends(bytes_.substr(0, cut_.size));
    cut_.records = cut_.lines - std::min(quoted_lines_, cut_.lines);
    return cut_;
  }

 private:
  std::size_t find(char wanted, std::size_t from) const { return std::min(bytes_.find(wanted, from), bytes_.size()); }

  // Up to a quote or the end of the bytes.
  void take_plain(std::size_t end) {
    const std::size_t last = bytes_.substr(at_, end - at_).rfind('\n');
    if (last != std::string_view::npos) end_record(at_ + last);
    at_ = end;
  }

  void end_record(std::size_t line_end) {
    cut_.size = line_end + 1;
    quoted_lines_ += open_lines_;
    open_lines_ = 0;
    at_ = cut_.size;
  }

  // The rest of a faulty record ends at the next line end.
  void take_faulty(std::size_t from) {
    const std::size_t line_end = find('\n', from);
    at_ = bytes_.size();
    if (line_end < bytes_.size()) end_record(line_end);
  }

  void take_quote(std::size_t quote) {
    const bool opens = quote == cut_.size || bytes_[quote - 1] == ',' || bytes_[quote - 1] == '\n';
    if (!opens) return take_faulty(quote);
    std::size_t close = find('"', quote + 1);
    while (close + 1 < bytes_.size() && bytes_[close + 1] == '"') {
      cut_.doubled_quotes = true;
      close = find('"', close + 2);
    }
    open_lines_ += count_line_ends(bytes_.substr(quote, close - quote));
    std::size_t behind = close + 1;
    if (behind + 1 < bytes_.size() && bytes_[behind] == '\r' && bytes_[behind + 1] == '\n') ++behind;
    at_ = bytes_.size();
    if (behind >= bytes_.size()) return;
    if (bytes_[behind] == ',') {
      at_ = behind + 1;
    } else if (bytes_[behind] == '\n') {
      end_record(behind);
    } else {
      take_faulty(behind);
    }
  }

  std::string_view bytes_;
  BlockCut cut_;
  std::size_t at_ = 0;
  std::size_t open_lines_ = 0;    // line ends inside quotes, of the record that is being read
  std::size_t quoted_lines_ = 0;  // of the records before
};

}  // namespace

BlockCut cut_csv(std::string_view bytes) {
  return CsvCutter(bytes).cut();
}

BlockCut cut_lines(std::string_view bytes) {
  BlockCut cut;
  cut.size = bytes.rfind('\n') + 1;
  cut.lines = count_line_ends(bytes.substr(0, cut.size));
  cut.records = cut.lines;
  return cut;
}

}  // namespace cxrval::table
