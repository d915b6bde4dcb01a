// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cxrval::dicom {

enum class Coding { native, rle, jpeg, jpeg_ls, jpeg2000, unsupported };

// What is known of a transfer syntax (PS3.6 table A-1).
struct SyntaxInfo {
  std::string_view uid;
  std::string_view name;
  Coding coding = Coding::unsupported;
  bool explicit_vr = true;
  bool big_endian = false;
  bool deflated = false;
};

// A UID that is not in the table gives the name "unknown", to be read as explicit little endian.
SyntaxInfo syntax_info(std::string_view uid);

}  // namespace cxrval::dicom
