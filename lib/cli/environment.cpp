// SPDX-License-Identifier: Apache-2.0
#include "cli/environment.hpp"

#include <cstdlib>

namespace cxrval::cli {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace cxrval::cli
