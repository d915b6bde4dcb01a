// SPDX-License-Identifier: Apache-2.0
#pragma once

// Catch2 as Debian 12 (version 2, one header) and Debian 13 (version 3) have it, under the same few names.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using approx = Catch::Approx;
inline auto contains(const std::string& part) {
  return Catch::Matchers::ContainsSubstring(part);
}
#else
#include <catch2/catch.hpp>
using approx = Approx;
inline auto contains(const std::string& part) {
  return Catch::Matchers::Contains(part);
}
#endif
