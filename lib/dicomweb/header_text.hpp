// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cxrval::dicomweb {

// Text of headers (RFC 9110 section 5): names are compared without regard to the case of ASCII letters, and blanks
// around values do not count.

std::string lower(std::string_view text);
// `lower_name` is in lower case already.
bool is_name(std::string_view text, std::string_view lower_name);
// Without blanks, tabs and line ends at both ends.
std::string_view trimmed(std::string_view text);

}  // namespace cxrval::dicomweb
