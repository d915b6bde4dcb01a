// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace cxrval::base {

// "2.25." and the UUID as one number, at most 44 characters (PS3.5 section B.2). The version bits become those of a
// UUID of one's own making, version 8 (RFC 9562), so any 16 bytes of a hash do.
std::string uid_of_uuid(std::array<std::uint8_t, 16> uuid);

// 1 to 64 digits and dots that begin and end with a digit, without two dots beside each other (PS3.5 section 9.1).
// Leading zeros of a component, which real archives have, are let through. Such a text is safe as a file's name.
bool is_uid(std::string_view text);

}  // namespace cxrval::base
