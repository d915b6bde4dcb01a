// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "table/row.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::table {

// Makes the bytes of rows, as Writer writes them, in any thread.
class RowEncoder {
 public:
  RowEncoder(Format format, const std::vector<Column>& columns);

  // Appends the line of a row with its end. As many cells as there are columns, in their order; anything else throws
  // std::logic_error. Cells must be UTF-8.
  void encode(std::span<const std::string_view> cells, std::string& out) const;

  // Appends what stands before the first row: the line of the names in CSV, nothing in JSON Lines.
  void encode_header(std::string& out) const;

 private:
  struct Name {
    std::string text;
    std::string key;  // `"text":` as JSON
    Kind kind = Kind::text;
  };

  Format format_;
  std::vector<Name> names_;
};

}  // namespace cxrval::table
