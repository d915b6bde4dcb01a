// SPDX-License-Identifier: Apache-2.0
#include "table/reader.hpp"

#include "table/csv.hpp"
#include "table/json.hpp"
#include "table/utf8.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace cxrval::table {
namespace {

using base::Error;
using base::Fault;
using base::Place;

constexpr std::size_t first_buffer = 1 << 18;
constexpr std::size_t largest_record = 64 << 20;
constexpr std::size_t most_columns = 65536;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

using Members = std::vector<std::pair<std::string, std::string>>;

}  // namespace

class Reader::Impl {
 public:
  Impl(std::unique_ptr<base::ByteSource> source, const ColumnMap& map) : source_(std::move(source)) {
    buffer_.resize(first_buffer);
    read_header();
    apply(map);
    check_columns();
  }

  base::Result<bool> next(Row& row) {
    if (first_line_pending_) {
      first_line_pending_ = false;
      return place_members(row);
    }
    return is_json_ ? next_json(row) : next_csv(row);
  }

  const std::string& name() const { return source_->name(); }

  std::vector<std::string> columns_;
  std::unordered_map<std::string, std::size_t> index_;
  std::set<std::string, std::less<>> mapped_;
  std::string_view raw_;
  std::size_t records_ = 0;

 private:
  std::string_view pending() const { return {buffer_.data() + begin_, end_ - begin_}; }

  // Reads more bytes behind the pending ones; false at the end of the source.
  bool refill() {
    if (at_end_) return false;
    if (begin_ > 0) {
      std::copy(buffer_.begin() + static_cast<long>(begin_), buffer_.begin() + static_cast<long>(end_),
                buffer_.begin());
      end_ -= begin_;
      begin_ = 0;
    }
    if (end_ == buffer_.size()) {
      if (end_ >= largest_record) throw Error({name(), line_}, "record longer than 64 MiB");
      buffer_.resize(std::min(buffer_.size() * 2, largest_record));
    }
    const std::size_t count = source_->read(buffer_.data() + end_, buffer_.size() - end_);
    end_ += count;
    at_end_ = count == 0;
    return !at_end_;
  }

  void consume(std::size_t bytes, std::size_t lines) {
    raw_ = pending().substr(0, bytes);
    begin_ += bytes;
    next_line_ += lines;
  }

  [[noreturn]] void cut_short() const {
    throw Error({name(), line_}, "ends inside a record, without a line end; the table was cut short");
  }

  void skip_byte_order_mark() {
    while (pending().size() < byte_order_mark.size() && refill()) {
    }
    if (pending().starts_with(byte_order_mark)) begin_ += byte_order_mark.size();
  }

  void read_header() {
    skip_byte_order_mark();
    if (pending().empty() && !refill()) throw Error({name()}, "empty; a table begins with its column names");
    is_json_ = pending().front() == '{';
    if (is_json_) {
      const auto line = take_line();
      if (const char* reason = json_.parse(*line, members_)) throw Error({name(), line_}, reason);
      for (const auto& member : members_) columns_.push_back(member.first);
      first_line_pending_ = true;
    } else {
      const auto scan = scan_csv(columns_);
      if (scan.status == CsvScan::Status::faulty) throw Error({name(), line_, scan.column}, scan.reason);
      if (columns_.size() > most_columns) throw Error({name(), line_}, "more than 65536 columns");
      csv_.keep_cells(columns_.size() + 1);
    }
  }

  void apply(const ColumnMap& map) {
    const std::vector<std::string> theirs = columns_;
    for (const auto& [ours, their_name] : map) {
      const auto at = std::find(theirs.begin(), theirs.end(), their_name);
      if (at == theirs.end()) continue;  // another input of the same tool may have it
      if (const auto own = std::find(theirs.begin(), theirs.end(), ours); own != theirs.end() && own != at) {
        std::string& shadowed = columns_[static_cast<std::size_t>(own - theirs.begin())];
        if (shadowed == ours) shadowed = "unmapped_" + ours;
      }
      columns_[static_cast<std::size_t>(at - theirs.begin())] = ours;
      mapped_.insert(ours);
    }
  }

  void check_columns() {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const Place place{name(), line_, i + 1};
      if (!valid_utf8(columns_[i])) throw Error(place, "column name is not UTF-8");
      if (columns_[i].empty()) throw Error(place, "column without a name");
      // Without its header line a table begins with a patient: names are not repeated in messages.
      const auto [same, added] = index_.emplace(columns_[i], i);
      if (!added) throw Error(place, "has the same name as column " + std::to_string(same->second + 1));
    }
  }

  CsvScan scan_csv(std::vector<std::string>& cells) {
    line_ = next_line_;
    while (true) {
      const CsvScan scan = csv_.scan(pending(), cells);
      if (scan.status != CsvScan::Status::incomplete) {
        consume(scan.length, scan.lines);
        return scan;
      }
      if (!refill()) {
        if (!pending().empty()) cut_short();
        return scan;
      }
    }
  }

  base::Result<bool> next_csv(Row& row) {
    const CsvScan scan = scan_csv(row.cells);
    row.line = line_;
    if (scan.status == CsvScan::Status::incomplete) return false;
    ++records_;
    if (scan.status == CsvScan::Status::faulty) return base::fault({name(), line_, scan.column}, scan.reason);
    if (row.cells.size() != columns_.size()) {
      return base::fault({name(), line_}, row.cells.size() < columns_.size()
                                              ? "fewer cells than the header has columns"
                                              : "more cells than the header has columns");
    }
    if (!valid_utf8(raw_)) return base::fault({name(), line_}, "not UTF-8");
    return true;
  }

  // The next line without its end, or nothing at the end of the table. Valid until the next refill.
  std::optional<std::string_view> take_line() {
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
        if (!pending().empty()) cut_short();
        return std::nullopt;
      }
    }
  }

  base::Result<bool> next_json(Row& row) {
    const auto line = take_line();
    row.line = line_;
    if (!line) return false;
    if (const char* reason = json_.parse(*line, members_)) {
      ++records_;
      return base::fault({name(), line_}, reason);
    }
    return place_members(row);
  }

  base::Result<bool> place_members(Row& row) {
    ++records_;
    row.line = line_;
    row.cells.assign(columns_.size(), {});
    seen_.assign(columns_.size(), false);
    for (std::size_t i = 0; i < members_.size(); ++i) {
      auto& [key, value] = members_[i];
      const std::size_t column = json_column(key, i);
      if (column == columns_.size()) return base::fault({name(), line_}, "key that the first line does not have");
      if (seen_[column]) return base::fault({name(), line_, column + 1}, "key twice in one line");
      seen_[column] = true;
      row.cells[column] = std::move(value);
    }
    return true;
  }

  // Keys mostly come in the order of the first line. columns_.size() when there is no such column.
  std::size_t json_column(const std::string& key, std::size_t expected) {
    if (json_keys_.empty()) {
      for (std::size_t i = 0; i < members_.size(); ++i) json_keys_.push_back(members_[i].first);
    }
    if (expected < json_keys_.size() && json_keys_[expected] == key) return expected;
    const auto at = std::find(json_keys_.begin(), json_keys_.end(), key);
    return static_cast<std::size_t>(at - json_keys_.begin());
  }

  std::unique_ptr<base::ByteSource> source_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool at_end_ = false;
  std::size_t line_ = 1;  // where the last record begins
  std::size_t next_line_ = 1;
  bool is_json_ = false;
  bool first_line_pending_ = false;
  CsvScanner csv_{most_columns + 1};
  JsonLineParser json_;
  Members members_;
  std::vector<std::string> json_keys_;  // of the first line, as the table has them
  std::vector<bool> seen_;
};

Reader::Reader(std::unique_ptr<base::ByteSource> source, const ColumnMap& map)
    : impl_(std::make_unique<Impl>(std::move(source), map)) {}
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;

const std::vector<std::string>& Reader::columns() const {
  return impl_->columns_;
}

std::optional<std::size_t> Reader::find(std::string_view column) const {
  const auto at = impl_->index_.find(std::string(column));
  return at == impl_->index_.end() ? std::nullopt : std::optional(at->second);
}

std::size_t Reader::require(std::string_view column) const {
  if (const auto at = find(column)) return *at;
  const std::string wanted(column);
  throw Error({name(), 1}, "no column " + wanted + "; name the column that holds it with --map " + wanted + "=THEIRS");
}

bool Reader::mapped(std::string_view ours) const {
  return impl_->mapped_.contains(ours);
}

base::Result<bool> Reader::next(Row& row) {
  return impl_->next(row);
}
std::string_view Reader::raw() const {
  return impl_->raw_;
}
Place Reader::place(const Row& row, std::size_t column) const {
  return {name(), row.line, column + 1};
}
const std::string& Reader::name() const {
  return impl_->name();
}
std::size_t Reader::records_read() const {
  return impl_->records_;
}

}  // namespace cxrval::table
