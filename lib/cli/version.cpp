// SPDX-License-Identifier: Apache-2.0
#include "cli/version.hpp"

namespace cxrval::cli {

const char* const version = CXRVAL_VERSION;

std::string build_facts() {
  return "compiler " CXRVAL_COMPILER "\nbuild " CXRVAL_BUILD_TYPE "\n";
}

}  // namespace cxrval::cli
