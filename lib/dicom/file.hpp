// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "dicom/data_set.hpp"
#include "dicom/transfer_syntax.hpp"

#include <memory>
#include <string>

namespace cxrval::dicom {

// A file up to its pixels: PS3.10 files, files without preamble, and bare data sets.
struct File {
  std::unique_ptr<Buffer> buffer;  // of the data set; of a deflated one, inflated
  DataSet meta;                    // group 0002
  DataSet data;
  SyntaxInfo syntax;
  std::string transfer_syntax;  // UID

  const Element* pixels() const { return data.find(tag(0x7FE0, 0x0010)); }

  std::unique_ptr<Buffer> compressed;  // the file itself when it is deflated; meta stands in it
};

// Both throw base::Error when the source does.
Outcome<File> read_file(std::unique_ptr<Buffer> buffer);
Outcome<File> read_file(std::unique_ptr<base::ByteSource> source);

// Does this begin like a data set: an explicit or implicit element of group 0002 or 0008 with a sensible length?
bool begins_data_set(Buffer& buffer);

}  // namespace cxrval::dicom
