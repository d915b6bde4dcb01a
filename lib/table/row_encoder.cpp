// SPDX-License-Identifier: Apache-2.0
#include "table/row_encoder.hpp"

#include "table/csv.hpp"
#include "table/json.hpp"

#include <stdexcept>

namespace cxrval::table {
namespace {

void encode_csv(std::span<const std::string_view> cells, std::string& out) {
  // One empty cell alone would read back as an empty line.
  if (cells.size() == 1 && cells.front().empty()) {
    out += "\"\"\n";
    return;
  }
  std::size_t most = 1;
  for (const std::string_view cell : cells) most += most_csv_bytes(cell.size()) + 1;
  const std::size_t begin = out.size();
  out.resize(begin + most);
  char* to = out.data() + begin;
  for (const std::string_view cell : cells) {
    to = write_csv_cell(cell, to);
    *to++ = ',';
  }
  if (cells.empty()) ++to;
  to[-1] = '\n';
  out.resize(static_cast<std::size_t>(to - out.data()));
}

}  // namespace

RowEncoder::RowEncoder(Format format, const std::vector<Column>& columns) : format_(format) {
  for (const Column& column : columns) {
    Name name{column.name, {}, column.kind};
    append_json_string(name.key, column.name);
    name.key += ':';
    names_.push_back(std::move(name));
  }
}

void RowEncoder::encode(std::span<const std::string_view> cells, std::string& out) const {
  if (cells.size() != names_.size()) throw std::logic_error("a row of another width than its table");
  if (format_ == Format::csv) return encode_csv(cells, out);
  out += '{';
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    out += names_[i].key;
    if (names_[i].kind == Kind::text) {
      append_json_string(out, cells[i]);
    } else {
      out += cells[i].empty() ? "null" : cells[i];
    }
  }
  out += "}\n";
}

void RowEncoder::encode_header(std::string& out) const {
  if (format_ != Format::csv) return;
  std::vector<std::string_view> texts;
  for (const Name& name : names_) texts.push_back(name.text);
  encode_csv(texts, out);
}

}  // namespace cxrval::table
