// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "table/block.hpp"
#include "table/row.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::table {

// Reads the same tables as Reader in blocks of whole records, for base::ordered_parallel_pull: cutting a table is cheap
// and done by one thread at a time, and several threads read the blocks. Memory holds the blocks that live, each about
// `block_bytes` or one record, at most 64 MiB.
class BlockReader {
 public:
  static constexpr std::size_t usual_block = 1 << 20;

  // As Reader's; `block_bytes` from 1.
  explicit BlockReader(std::unique_ptr<base::ByteSource> source, const ColumnMap& map = {},
                       std::size_t block_bytes = usual_block);
  ~BlockReader();
  BlockReader(BlockReader&&) noexcept;
  BlockReader& operator=(BlockReader&&) noexcept;

  const std::vector<std::string>& columns() const;
  std::optional<std::size_t> find(std::string_view column) const;
  std::size_t require(std::string_view column) const;
  bool mapped(std::string_view ours) const;

  // The next records, in order; nothing at the end. Throws Error for a table that was cut short and for a record of
  // more than 64 MiB, behind all blocks before it. A block may outlive its reader.
  std::optional<Block> next();

  // Where a cell of a record stands, for messages.
  base::Place place(std::size_t line, std::size_t column) const;
  const std::string& name() const;
  std::size_t records_read() const;  // in the blocks so far, faulty ones as well

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cxrval::table
