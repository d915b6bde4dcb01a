// SPDX-License-Identifier: Apache-2.0
// Any bytes are a table, faulty records, or an Error; never anything else. Reader and BlockReader tell the same of
// them.
#include "base/error.hpp"
#include "table/block_reader.hpp"
#include "table/reader.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace cxrval;

struct Record {
  std::size_t line = 0;
  std::string raw;
  std::vector<std::string> cells;  // of a faulty one the place and the reason

  bool operator==(const Record&) const = default;
};

Record faulty(std::size_t line, std::string_view raw, const base::Fault& fault) {
  return {line, std::string(raw), {base::to_string(fault.place), fault.reason}};
}

std::vector<Record> by_reader(std::string_view text) {
  std::vector<Record> records;
  try {
    table::Reader reader(base::memory_source(text, "fuzz"));
    table::Row row;
    while (true) {
      const auto more = reader.next(row);
      if (more && !*more) break;
      if (more && row.cells.size() != reader.columns().size()) std::abort();
      const std::string_view raw = reader.raw();
      records.push_back(more ? Record{row.line, std::string(raw), row.cells} : faulty(row.line, raw, more.error()));
    }
  } catch (const base::Error& error) {
    records.push_back({0, error.what(), {}});
  }
  return records;
}

std::vector<Record> by_blocks(std::string_view text, std::size_t block_bytes) {
  std::vector<Record> records;
  try {
    table::BlockReader reader(base::memory_source(text, "fuzz"), {}, block_bytes);
    while (const auto block = reader.next()) {
      block->read(
          [&records](const table::RecordView& record) {
            records.push_back({record.line, std::string(record.raw), {record.cells.begin(), record.cells.end()}});
          },
          [&records](const base::Fault& fault, std::string_view raw, std::size_t line) {
            records.push_back(faulty(line, raw, fault));
          });
    }
    if (reader.records_read() != records.size()) std::abort();
  } catch (const base::Error& error) {
    records.push_back({0, error.what(), {}});
  }
  return records;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::vector<Record> expected = by_reader(text);
  const std::size_t small = 1 + size % 17;
  for (const std::size_t block_bytes : {small, table::BlockReader::usual_block}) {
    if (by_blocks(text, block_bytes) != expected) std::abort();
  }
  return 0;
}
