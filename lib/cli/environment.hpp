// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace cxrval::cli {

// The value of an environment variable, empty where it is not set.
std::string environment(const char* name);
// Those of several.
template <std::size_t N>
std::array<std::string, N> environment(const std::array<const char*, N>& names) {
  std::array<std::string, N> values;
  for (std::size_t i = 0; i < N; ++i) values[i] = environment(names[i]);
  return values;
}

}  // namespace cxrval::cli
