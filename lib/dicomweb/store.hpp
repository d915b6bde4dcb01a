// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicomweb/client.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace cxrval::dicomweb {

struct FileToStore {
  std::string path;
  std::uint64_t size = 0;
};

// What a server says about files that it was sent (PS3.18 section 10.5.3).
struct Stored {
  std::vector<std::string> sop_uids;  // Referenced SOP Sequence (0008,1199): these it has
  struct Failure {
    std::string sop_uid;
    int reason = 0;  // Failure Reason (0008,1197), PS3.3 section C.14.1.1; 0 without one
  };
  std::vector<Failure> failures;  // Failed SOP Sequence (0008,1198)
  Exchange exchange;              // its status tells nothing about the files: servers answer 200 and keep none
};

// Stores files by STOW-RS at /studies in one request. A file that the answer does not name is not stored. Throws
// base::Error when a file cannot be read or is not as long as `size` says.
Stored store(Client& client, const std::vector<FileToStore>& files);

}  // namespace cxrval::dicomweb
