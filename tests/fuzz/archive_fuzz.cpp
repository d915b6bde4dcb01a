// SPDX-License-Identifier: Apache-2.0
#include "archive/files.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cxrval;

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// Any bytes as an archive: no crash, an end, and no more bytes or members than the limits allow.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  archive::Limits limits;
  limits.inflated_bytes = 1 << 20;
  limits.ratio = 20;
  limits.members = 100;
  const std::uint64_t allowed = std::max<std::uint64_t>(limits.inflated_bytes, limits.ratio * size) + size;
  archive::Files files(base::memory_source({reinterpret_cast<const char*>(data), size}, "fuzz"), limits);
  std::uint64_t given = 0;
  std::size_t faults = 0;
  std::array<char, 4096> buffer;
  while (true) {
    const auto file = files.next();
    if (!file) {
      demand(!file.error().reason.empty() && file.error().place.file.starts_with("fuzz"));
      demand(++faults <= 2 * limits.members);
      continue;
    }
    if (*file == nullptr) break;
    demand((*file)->name().starts_with("fuzz"));
    try {
      while (const std::size_t count = (*file)->read(buffer.data(), buffer.size())) given += count;
    } catch (const archive::Damaged& damaged) {
      demand(!damaged.reason().empty());
    }
    demand(given <= allowed);
  }
  return 0;
}
