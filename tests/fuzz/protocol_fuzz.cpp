// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.hpp"
#include "base/error.hpp"
#include "eval-classes/protocol.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cxrval;

// A protocol that is taken has two classes or more, each with a word, and no word of a class that there is not.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    table::Reader table(base::memory_source(bytes, "protocol"));
    const eval_classes::Protocol protocol = eval_classes::read_protocol(table);
    if (protocol.classes.size() < 2 || protocol.classes.size() > eval_classes::most_classes) std::abort();
    std::vector<bool> named(protocol.classes.size());
    for (const auto* words : {&protocol.truth, &protocol.prediction}) {
      for (const auto& [word, number] : *words) {
        if (word.empty()) std::abort();
        if (number) named.at(*number) = true;
      }
    }
    for (const bool each : named) {
      if (!each) std::abort();
    }
  } catch (const base::Error&) {
    return 0;
  }
  return 0;
}
