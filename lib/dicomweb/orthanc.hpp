// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "dicomweb/client.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cxrval::dicomweb {

// What Orthanc's own REST tells besides DICOMweb: everything that happened to it, in order, each with a number
// (/changes of the Orthanc Book, "Tracking changes"). A PACS of another kind has nothing like it.
struct OrthancChanges {
  std::vector<std::string> instances;  // Orthanc's identifiers of those that were new
  std::uint64_t last = 0;              // the number of the last change of this page, or of all when it has none
  bool is_done = true;                 // no page follows
};

// Faults: "is no JSON", "is no list of changes".
base::Result<OrthancChanges> parse_changes(std::string_view json, const std::string& shown);
// The Study Instance UID of /instances/ID/study. Faults: "is no JSON", "is no study".
base::Result<std::string> parse_study(std::string_view json, const std::string& shown);

// The changes behind number `since`, page by page; the client's address is Orthanc's own, not that of its DICOMweb.
struct FoundChanges {
  OrthancChanges changes;
  Exchange exchange;
};
FoundChanges find_changes(Client& client, std::uint64_t since);
// The number of the last change.
FoundChanges last_change(Client& client);

// The study of an instance by Orthanc's identifier, empty when it is gone.
std::pair<std::string, Exchange> study_of(Client& client, const std::string& instance);

}  // namespace cxrval::dicomweb
