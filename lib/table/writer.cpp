// SPDX-License-Identifier: Apache-2.0
#include "table/writer.hpp"

#include "table/csv.hpp"
#include "table/json.hpp"

#include <algorithm>
#include <stdexcept>

namespace cxrval::table {

Writer::Writer(std::unique_ptr<base::ByteSink> sink, Format format, std::vector<Column> columns,
               std::optional<std::size_t> continued)
    : sink_(std::move(sink)), format_(format), columns_(std::move(columns)), records_(continued.value_or(0)) {
  std::vector<std::string> names;
  for (const Column& column : columns_) {
    names.push_back(column.name);
    std::string key;
    append_json_string(key, column.name);
    keys_.push_back(key + ':');
  }
  if (format_ == Format::csv && !continued) write_csv(names);
}

void Writer::write(std::span<const std::string> cells) {
  if (cells.size() != columns_.size()) throw std::logic_error("a row of another width than its table");
  format_ == Format::csv ? write_csv(cells) : write_jsonl(cells);
  ++records_;
}

void Writer::write_csv(std::span<const std::string> cells) {
  std::size_t most = 2;
  for (const std::string& cell : cells) most += most_csv_bytes(cell.size()) + 1;
  if (line_.size() < most) line_.resize(most);
  char* to = line_.data();
  for (const std::string& cell : cells) {
    to = write_csv_cell(cell, to);
    *to++ = ',';
  }
  // One empty cell alone would read back as an empty line.
  if (cells.size() == 1 && cells.front().empty()) to = std::copy_n("\"\",", 3, line_.data());
  to[-1] = '\n';
  sink_->write({line_.data(), static_cast<std::size_t>(to - line_.data())});
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
