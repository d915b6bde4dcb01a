// SPDX-License-Identifier: Apache-2.0
#include "table/utf8.hpp"

#include <simdjson.h>

namespace cxrval::table {

bool valid_utf8(std::string_view bytes) {
  return simdjson::validate_utf8(bytes.data(), bytes.size());
}

}  // namespace cxrval::table
