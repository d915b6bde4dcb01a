// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "dicom/buffer.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace cxrval::dicom {

// Bytes of a data set behind its header, by their place in the header's Buffer.
class PixelBytes {
 public:
  virtual ~PixelBytes() = default;

  // Are the bytes before `end` there? Allocates nothing for bytes that are not.
  virtual bool has(std::size_t end) = 0;
  // Copies bytes straight into their final place; false when the file has changed since has().
  virtual bool read(std::size_t begin, char* into, std::size_t size) = 0;
};

// What ImageFile opens: the source for the header, and a way back to any place of it where there is one.
struct OpenedFile {
  std::unique_ptr<base::ByteSource> source;
  std::unique_ptr<PixelBytes> bytes;  // nothing for pipes and terminals
};

// Throws base::Error for a missing file or a folder. `-` is standard input.
OpenedFile open_file(const std::string& path, const std::string& shown);
// The bytes must outlive both.
OpenedFile open_memory(std::string_view bytes, const std::string& shown);

// Reads on in the header's Buffer, which keeps all that it has read: for pipes and for inflated data sets. At most
// 512 MiB beyond `begin`.
std::unique_ptr<PixelBytes> bytes_of_buffer(Buffer& buffer, std::size_t begin);

}  // namespace cxrval::dicom
