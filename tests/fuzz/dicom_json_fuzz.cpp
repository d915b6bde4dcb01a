// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/uid.hpp"
#include "dicomweb/credentials.hpp"
#include "dicomweb/json_data_set.hpp"
#include "dicomweb/orthanc.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cxrval;
using namespace cxrval::dicomweb;

namespace {

// Sequences end at a depth, whatever the answer has.
int depth_of(const JsonDataSet& data_set) {
  int deepest = 0;
  for (const JsonDataSet& item : data_set.items(0x00081199)) deepest = std::max(deepest, depth_of(item));
  return deepest + 1;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto parsed = parse_data_sets(text, "answer")) {
    for (const JsonDataSet& answer : *parsed) {
      if (depth_of(answer) > 8) std::abort();
    }
  } else if (parsed.error().reason.empty()) {
    std::abort();
  }
  if (const auto study = parse_study(text, "answer")) {
    if (!base::is_uid(*study)) std::abort();
  }
  static_cast<void>(parse_changes(text, "answer"));
  try {
    const Credentials credentials = read_credentials(*base::memory_source(text, "auth"), "auth");
    if (credentials.token.find('\n') != std::string::npos) std::abort();
  } catch (const base::Error&) {
  }
  return 0;
}
