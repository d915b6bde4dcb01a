// SPDX-License-Identifier: Apache-2.0
#include "dicom/header.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "dicom/header_fields.hpp"

#include <memory>
#include <string_view>
#include <utility>

namespace cxrval::dicom {

base::Result<Header> read_header(std::unique_ptr<Buffer> buffer, const std::string& shown,
                                 const HeaderRequest& request) {
  const Outcome<File> file = read_file(std::move(buffer));
  if (!file) return base::fault({shown}, std::string(file.error()));
  Outcome<Header> header = header_of(*file, request);
  if (!header) return base::fault({shown}, std::string(header.error()));
  return std::move(*header);
}

base::Result<Header> read_header(const std::string& path, const std::string& shown, const HeaderRequest& request) {
  try {
    return read_header(std::make_unique<Buffer>(base::open_source(path, shown)), shown, request);
  } catch (const base::Error&) {
    return base::fault({shown}, "cannot be opened or read");
  }
}

base::Result<Header> parse_header(std::string_view bytes, const std::string& shown, const HeaderRequest& request) {
  return read_header(std::make_unique<Buffer>(base::memory_source(bytes, shown)), shown, request);
}

}  // namespace cxrval::dicom
