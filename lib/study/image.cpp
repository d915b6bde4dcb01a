// SPDX-License-Identifier: Apache-2.0
#include "study/image.hpp"

#include <array>
#include <cstddef>

namespace cxrval::study {
namespace {

constexpr std::array<std::string_view, 4> names{"rejected", "not_cxr", "not_pa", "ok"};

}  // namespace

std::string_view name(Status status) {
  return names[static_cast<std::size_t>(status)];
}

std::optional<Status> parse_status(std::string_view word) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == word) return static_cast<Status>(i);
  }
  return std::nullopt;
}

}  // namespace cxrval::study
