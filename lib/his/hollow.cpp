// SPDX-License-Identifier: Apache-2.0
#include "his/hollow.hpp"

#include "his/tags.hpp"

namespace cxrval::his {
namespace {

// The size of the text at the beginning of `rest` that can be left out, or 0.
std::size_t size_of_content(std::string_view rest, std::string_view name) {
  const std::size_t end = rest.find('<');
  if (end == std::string_view::npos) return 0;
  const RawTag tag = raw_tag(rest.substr(end));
  if (!tag.is_end || tag.name != name) return 0;
  const std::size_t first = rest.find_first_not_of(" \t\r\n");
  return first == end || rest[first] == '&' ? 0 : end;
}

}  // namespace

Hollow hollow(std::string_view bytes, std::string_view name) {
  Hollow result;
  std::size_t copied = 0;
  std::size_t next = 0;
  for (std::size_t at = bytes.find('<'); at != std::string_view::npos; at = bytes.find('<', next)) {
    next = at + 1;
    const RawTag tag = raw_tag(bytes.substr(at));
    if (tag.is_end || tag.name != name) continue;
    const std::size_t end = end_of_raw_tag(bytes.substr(at));
    if (end == std::string_view::npos || bytes[at + end - 1] == '/') continue;
    next = at + end + 1;
    const std::size_t size = size_of_content(bytes.substr(next), name);
    if (size == 0) continue;
    result.document += bytes.substr(copied, next - copied);
    result.contents.push_back({result.document.size(), bytes.substr(next, size)});
    result.offsets.leave_out(result.document.size(), size);
    next += size;
    copied = next;
  }
  result.document += bytes.substr(copied);
  return result;
}

}  // namespace cxrval::his
