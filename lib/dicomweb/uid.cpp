// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/uid.hpp"

#include <algorithm>
#include <cstddef>

namespace cxrval::dicomweb {

bool is_uid(std::string_view text) {
  constexpr std::size_t longest = 64;
  const auto allowed = [](char c) { return c == '.' || (c >= '0' && c <= '9'); };
  return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), allowed) &&
         text.front() != '.' && text.back() != '.' && text.find("..") == std::string_view::npos;
}

}  // namespace cxrval::dicomweb
