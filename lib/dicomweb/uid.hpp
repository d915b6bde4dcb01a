// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace cxrval::dicomweb {

// Whether a text may stand in an address and in a path as a UID: 1 to 64 digits and dots (PS3.5 section 9.1), of which
// the first is a digit and no two dots touch. Leading zeros of a component, which real archives have, are let through.
bool is_uid(std::string_view text);

}  // namespace cxrval::dicomweb
