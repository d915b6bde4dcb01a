// SPDX-License-Identifier: Apache-2.0
#include "provenance/run_record.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace cxrval::provenance;

// A record that is read is written as it is read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto record = parse_run_record({reinterpret_cast<const char*>(data), size});
  if (!record) return 0;
  const std::string json = to_json(*record);
  const auto again = parse_run_record(json);
  if (!again || to_json(*again) != json) std::abort();
  return 0;
}
