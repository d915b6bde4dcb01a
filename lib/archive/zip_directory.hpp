// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cxrval::archive {

// As many bytes of a zip's end hold the record that ends its directory.
inline constexpr std::size_t directory_end_bytes = 56 + 20 + 22 + 65535;

// Whether a zip that ends with `tail` has a directory of so many members (APPNOTE.TXT 6.3.10, sections 4.3.14
// to 4.3.16).
bool directory_lists(std::string_view tail, std::uint64_t members);

}  // namespace cxrval::archive
