// SPDX-License-Identifier: Apache-2.0
#include "table/csv.hpp"

#include "table/scan.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace cxrval::table {
namespace {

// find_first_of() searches its set anew for every byte; a table costs one look.
constexpr std::array<bool, 256> special = [] {
  std::array<bool, 256> table{};
  for (const char c : {',', '"', '\r', '\n'}) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

bool is_special(char c) {
  return special[static_cast<unsigned char>(c)];
}

}  // namespace

CsvScan CsvScanner::scan(std::string_view bytes, std::vector<std::string>& cells) {
  if (at_ == At::cell_start && !done_) scan_whole_cells(bytes, cells);
  while (!done_) {
    if (!step(bytes, cells)) return {};
  }
  CsvScan found{reason_ == nullptr ? CsvScan::Status::record : CsvScan::Status::faulty, offset_, lines_, reason_,
                count_};
  cells.resize(std::min(count_, most_));
  *this = CsvScanner(most_);
  return found;
}

// Cells of the usual forms that stand in the bytes to their end; step() does what is left.
void CsvScanner::scan_whole_cells(std::string_view bytes, std::vector<std::string>& cells) {
  while (!done_ && offset_ < bytes.size() && count_ < most_) {
    const bool quoted = bytes[offset_] == '"';
    const std::size_t begin = offset_ + (quoted ? 1 : 0);
    std::size_t end = begin;
    if (quoted) {
      end = std::min(bytes.find('"', begin), bytes.size());
    } else {
      while (end < bytes.size() && !is_special(bytes[end])) ++end;
    }
    const std::size_t behind = end + (quoted ? 1 : 0);
    if (behind >= bytes.size() || (bytes[behind] != ',' && bytes[behind] != '\n')) return;
    const std::string_view text = bytes.substr(begin, end - begin);
    if (quoted) lines_ += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    if (count_ == cells.size()) cells.emplace_back();
    cells[count_++].assign(text);
    offset_ = behind;
    end_cell(bytes[behind]);
  }
}

// False when more bytes are needed.
bool CsvScanner::step(std::string_view bytes, std::vector<std::string>& cells) {
  if (offset_ == bytes.size()) return false;
  if (at_ == At::cell_start) {
    if (count_ == cells.size() && count_ < most_) cells.emplace_back();
    ++count_;
    cell(cells).clear();
    at_ = bytes[offset_] == '"' ? At::quoted : At::plain;
    if (at_ == At::quoted) ++offset_;
    return true;
  }
  if (at_ == At::plain) return read_plain(bytes, cell(cells));
  if (at_ == At::quoted) return read_quoted(bytes, cell(cells));
  if (at_ == At::behind_quote) return leave_quoted(bytes, cell(cells));
  // The rest of a faulty record cannot be trusted: it ends at the next line end.
  offset_ = std::min(bytes.find('\n', offset_), bytes.size());
  return offset_ < bytes.size() && end_cell('\n');
}

bool CsvScanner::read_plain(std::string_view bytes, std::string& cell) {
  const std::size_t begin = offset_;
  while (offset_ < bytes.size() && (!is_special(bytes[offset_]) || bytes[offset_] == '\r')) ++offset_;
  cell.append(bytes, begin, offset_ - begin);
  if (offset_ == bytes.size()) return false;
  if (bytes[offset_] == '"') return fail(quote_inside);
  if (bytes[offset_] == '\n' && cell.ends_with('\r')) cell.pop_back();
  return end_cell(bytes[offset_]);
}

bool CsvScanner::read_quoted(std::string_view bytes, std::string& cell) {
  const std::size_t quote = std::min(bytes.find('"', offset_), bytes.size());
  const std::string_view text = bytes.substr(offset_, quote - offset_);
  cell += text;
  lines_ += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  offset_ = quote;
  if (quote == bytes.size()) return false;
  ++offset_;
  at_ = At::behind_quote;
  return true;
}

bool CsvScanner::leave_quoted(std::string_view bytes, std::string& cell) {
  if (bytes[offset_] == '"') {
    cell += '"';
    ++offset_;
    at_ = At::quoted;
    return true;
  }
  const bool carriage_return = bytes[offset_] == '\r';
  if (carriage_return && offset_ + 1 == bytes.size()) return false;
  if (carriage_return && bytes[offset_ + 1] == '\n') ++offset_;
  if (bytes[offset_] != ',' && bytes[offset_] != '\n') return fail(text_behind_quote);
  return end_cell(bytes[offset_]);
}

bool CsvScanner::fail(const char* reason) {
  reason_ = reason;
  at_ = At::faulty;
  return true;
}

// On the comma or line end behind a cell.
bool CsvScanner::end_cell(char separator) {
  ++offset_;
  at_ = At::cell_start;
  done_ = separator == '\n';
  lines_ += done_ ? 1 : 0;
  return true;
}

namespace {

std::uint64_t must_be_quoted(std::uint64_t word) {
  return any_equal(word, ',') | any_equal(word, '"') | any_equal(word, '\r') | any_equal(word, '\n');
}

// Copies sizeof(Word) bytes; not 0 when one must be quoted.
template <class Word>
std::uint64_t copy_word(const char* from, char* to) {
  Word word;
  std::memcpy(&word, from, sizeof word);
  std::memcpy(to, &word, sizeof word);
  return must_be_quoted(word);
}

constexpr auto copy_quotable = copy_marking<',', '"', '\r', '\n'>;

// Copies the cell; false when a byte must be quoted. Words overlap at the end: most cells are short.
bool copy_plain(std::string_view cell, char* to) {
  const char* const from = cell.data();
  const std::size_t size = cell.size();
  std::uint64_t found = 0;
  if (size >= copy_width) {
    for (std::size_t i = 0; i + copy_width < size; i += copy_width) found |= copy_quotable(from + i, to + i);
    found |= copy_quotable(from + size - copy_width, to + size - copy_width);
  } else if (size >= 8) {
    found = copy_word<std::uint64_t>(from, to) | copy_word<std::uint64_t>(from + size - 8, to + size - 8);
  } else if (size >= 4) {
    found = copy_word<std::uint32_t>(from, to) | copy_word<std::uint32_t>(from + size - 4, to + size - 4);
  } else {
    for (std::size_t i = 0; i < size; ++i) found |= copy_word<std::uint8_t>(from + i, to + i);
  }
  return found == 0;
}

}  // namespace

char* write_csv_cell(std::string_view cell, char* to) {
  if (copy_plain(cell, to)) return to + cell.size();
  *to++ = '"';
  while (true) {
    const std::size_t quote = cell.find('"');
    const std::string_view part = cell.substr(0, quote == std::string_view::npos ? quote : quote + 1);
    to = std::copy(part.begin(), part.end(), to);
    *to++ = '"';
    if (quote == std::string_view::npos) return to;
    cell.remove_prefix(part.size());
  }
}

}  // namespace cxrval::table
