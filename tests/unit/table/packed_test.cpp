// SPDX-License-Identifier: Apache-2.0
#include "table/packed.hpp"

#include "catch.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace cxrval;

TEST_CASE("cells of any length and plain values come back in their order") {
  std::vector<std::string> cells;
  for (const std::size_t size : {0U, 1U, 254U, 255U, 256U, 70'000U}) cells.emplace_back(size, 'x');
  cells.emplace_back("\0\xff,\"", 4);
  std::string packed;
  for (const std::string& cell : cells) {
    table::pack(packed, std::string_view(cell));
    table::pack(packed, static_cast<std::int64_t>(cell.size()) - 5);
    table::pack(packed, cell.size() % 2 == 0);
  }
  table::Unpacker from(packed.data());
  for (const std::string& cell : cells) {
    CHECK(from.cell() == cell);
    CHECK(from.value<std::int64_t>() == static_cast<std::int64_t>(cell.size()) - 5);
    CHECK(from.value<bool>() == (cell.size() % 2 == 0));
  }
  CHECK(from.at() == packed.data() + packed.size());
}
