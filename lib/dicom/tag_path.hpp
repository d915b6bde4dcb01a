// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::dicom {

// The way from a data set's top level to one element: through items of sequences, each by its number.
struct TagPath {
  struct Sequence {
    std::uint32_t tag = 0;
    std::size_t item = 0;  // from 0
  };

  std::string name;  // of the column
  std::vector<Sequence> above;
  std::uint32_t tag = 0;
  std::array<char, 2> vr = {' ', ' '};  // by the dictionary, for implicit VR; blanks when it does not say
};

// [COLUMN=]TAG[.TAG…]: TAG is a keyword of PS3.6 or GGGG,EEEE in hexadecimal digits; one that is not the last is a
// sequence, of which item N is taken by SEQUENCE[N] (from 1; the first without). The column is called as the path is
// written unless COLUMN says otherwise. Throws UsageError: "TAG is no keyword of the DICOM dictionary and not
// GGGG,EEEE", "group 0002 is not part of the data set", "a column needs a name".
TagPath parse_tag_path(std::string_view text);

// One path a line; empty lines and lines that begin with # are left out. Throws Error with the line.
std::vector<TagPath> parse_tag_list(std::string_view text, const std::string& file);
// The same of a file of at most 1 MiB.
std::vector<TagPath> read_tag_list(base::ByteSource& source);

}  // namespace cxrval::dicom
