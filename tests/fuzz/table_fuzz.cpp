// SPDX-License-Identifier: Apache-2.0
// Any bytes are a table, faulty records, or an Error; never anything else.
#include "base/error.hpp"
#include "table/reader.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cxrval;
  try {
    table::Reader reader(base::memory_source({reinterpret_cast<const char*>(data), size}, "fuzz"));
    table::Row row;
    while (true) {
      const auto more = reader.next(row);
      if (more && !*more) break;
      if (more && row.cells.size() != reader.columns().size()) std::abort();
    }
  } catch (const base::Error&) {
  }
  return 0;
}
