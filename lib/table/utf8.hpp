// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace cxrval::table {

// True when the bytes are well-formed UTF-8 (no overlong forms, no surrogates; RFC 3629).
bool valid_utf8(std::string_view bytes);

}  // namespace cxrval::table
