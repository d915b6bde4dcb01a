// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicomweb/client.hpp"
#include "dicomweb/multipart.hpp"

#include <cstdint>
#include <string>

namespace cxrval::dicomweb {

// Takes the files of one answer as they come.
class FileSink {
 public:
  virtual ~FileSink() = default;
  // A file begins; one that did not end before is dropped.
  virtual const char* begin_file() = 0;
  virtual const char* file_bytes(std::string_view bytes) = 0;
  // The file is complete.
  virtual const char* end_file() = 0;
};

struct RetrieveLimits {
  std::uint64_t largest_file = std::uint64_t{4} << 30;
  std::uint64_t most_files = 100'000;
};

// Fetches by WADO-RS (PS3.18 section 10.4) what is at `path`: a study, a series or an instance, each file as it was
// stored (transfer-syntax=*, without which servers decompress or fail). A request that fails is tried again as long as
// no file came whole; those that came stay, and the caller asks for the rest. Problems, besides the client's and
// MultipartReader's: "the answer is no multipart of DICOM files", "the answer was cut", "the answer does not end", "a
// file is larger than the limit", "the answer has more files than the limit".
Exchange retrieve(Client& client, const std::string& path, const RetrieveLimits& limits, FileSink& sink);

}  // namespace cxrval::dicomweb
