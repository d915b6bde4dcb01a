// SPDX-License-Identifier: Apache-2.0
#include "table/writer.hpp"

#include "table/csv.hpp"
#include "table/json.hpp"

#include <stdexcept>

namespace cxrval::table {

Writer::Writer(std::unique_ptr<base::ByteSink> sink, Format format, std::vector<Column> columns)
    : sink_(std::move(sink)), format_(format), columns_(std::move(columns)) {
  std::vector<std::string> names;
  for (const Column& column : columns_) {
    names.push_back(column.name);
    std::string key;
    append_json_string(key, column.name);
    keys_.push_back(key + ':');
  }
  if (format_ == Format::csv) write_csv(names);
}

void Writer::write(std::span<const std::string> cells) {
  if (cells.size() != columns_.size()) throw std::logic_error("a row of another width than its table");
  format_ == Format::csv ? write_csv(cells) : write_jsonl(cells);
  ++records_;
}

void Writer::write_csv(std::span<const std::string> cells) {
  line_.clear();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line_ += ',';
    append_csv_cell(line_, cells[i]);
  }
  // One empty cell alone would read back as an empty line.
  if (line_.empty()) line_ = "\"\"";
  line_ += '\n';
  sink_->write(line_);
}

void Writer::write_jsonl(std::span<const std::string> cells) {
  line_ = "{";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line_ += ',';
    line_ += keys_[i];
    if (columns_[i].kind == Kind::text) {
      append_json_string(line_, cells[i]);
    } else {
      line_ += cells[i].empty() ? "null" : cells[i];
    }
  }
  line_ += "}\n";
  sink_->write(line_);
}

void Writer::flush() {
  sink_->flush();
}
void Writer::prepare() {
  sink_->prepare();
}
void Writer::close() {
  sink_->close();
}

}  // namespace cxrval::table
