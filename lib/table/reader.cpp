// SPDX-License-Identifier: Apache-2.0
#include "table/reader.hpp"

#include "table/csv.hpp"
#include "table/header.hpp"
#include "table/json_record.hpp"
#include "table/utf8.hpp"

namespace cxrval::table {

class Reader::Impl {
 public:
  Impl(std::unique_ptr<base::ByteSource> source, const ColumnMap& map)
      : feed_(std::move(source)), header_(read_header(feed_, map)), csv_(header_.columns.size() + 1) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  base::Result<bool> next(Row& row) { return header_.is_json ? next_json(row) : next_csv(row); }

  const Header& header() const { return header_; }
  std::string_view raw() const { return feed_.raw(); }
  std::size_t records() const { return records_; }

 private:
  auto fault(const char* reason, std::size_t column = 0) const {
    return base::fault({header_.name, feed_.line(), column}, reason);
  }

  base::Result<bool> next_csv(Row& row) {
    const CsvScan scan = feed_.take_csv(csv_, row.cells);
    row.line = feed_.line();
    if (scan.status == CsvScan::Status::incomplete) return false;
    ++records_;
    if (scan.status == CsvScan::Status::faulty) return fault(scan.reason, scan.column);
    if (row.cells.size() < header_.columns.size()) return fault(too_narrow);
    if (row.cells.size() > header_.columns.size()) return fault(too_wide);
    if (!valid_utf8(feed_.raw())) return fault(not_utf8);
    return true;
  }

  base::Result<bool> next_json(Row& row) {
    const auto line = feed_.take_line();
    row.line = feed_.line();
    if (!line) return false;
    ++records_;
    const auto problem = json_.parse(*line);
    if (problem.reason != nullptr) return fault(problem.reason, problem.column);
    row.cells.assign(header_.columns.size(), {});
    json_.each([&row](std::size_t column, std::string& value) { row.cells[column] = std::move(value); });
    return true;
  }

  Feed feed_;
  Header header_;
  CsvScanner csv_;
  JsonRecord json_{header_.json_keys};
  std::size_t records_ = 0;
};

Reader::Reader(std::unique_ptr<base::ByteSource> source, const ColumnMap& map)
    : impl_(std::make_unique<Impl>(std::move(source), map)) {}
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;

const std::vector<std::string>& Reader::columns() const {
  return impl_->header().columns;
}
std::optional<std::size_t> Reader::find(std::string_view column) const {
  return impl_->header().find(column);
}
std::size_t Reader::require(std::string_view column) const {
  return impl_->header().require(column);
}
bool Reader::mapped(std::string_view ours) const {
  return impl_->header().mapped.contains(ours);
}

base::Result<bool> Reader::next(Row& row) {
  return impl_->next(row);
}
std::string_view Reader::raw() const {
  return impl_->raw();
}
base::Place Reader::place(const Row& row, std::size_t column) const {
  return {name(), row.line, column + 1};
}
const std::string& Reader::name() const {
  return impl_->header().name;
}
std::size_t Reader::records_read() const {
  return impl_->records();
}

}  // namespace cxrval::table
