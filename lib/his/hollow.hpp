// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xml/offset_map.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::his {

// The text of a payload element that was left out of a document.
struct Content {
  std::size_t offset;     // in the hollow document, where it stood
  std::string_view text;  // without < ; a view of the bytes
};

struct Hollow {
  std::string document;
  std::vector<Content> contents;  // in the order of the document
  xml::OffsetMap offsets;         // to those of the bytes
};

// The document without the texts of its elements `name`, which are most of its bytes and which no parser needs to see:
// those that hold neither elements nor, at their beginning, a reference. Elements are found by their tags alone; those
// in comments and CDATA sections are taken for elements, so the parser must say which contents it met.
Hollow hollow(std::string_view bytes, std::string_view name);

}  // namespace cxrval::his
