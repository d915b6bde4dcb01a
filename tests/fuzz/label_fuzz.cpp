// SPDX-License-Identifier: Apache-2.0
#include "label/labeler.hpp"
#include "text/normalize.hpp"
#include "text/utf8.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace cxrval;

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// Any bytes as a description: refused when they are no UTF-8, else normalized to a fixed point and labelled the same
// before and after.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const label::Labeler labeler;
  const std::string_view description(reinterpret_cast<const char*>(data), size);
  std::string once;
  const bool valid = text::normalize(description, once);
  demand(valid == text::is_valid_utf8(description));
  if (!valid) return 0;
  demand(text::is_valid_utf8(once));
  demand(text::normalized(once) == once);
  const label::Verdict verdict = labeler.label(description);
  const label::Verdict again = labeler.label(once);
  demand(verdict.label == again.label && verdict.regions == again.regions);
  return 0;
}
