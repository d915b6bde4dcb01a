// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cxrval::dicomweb {

// The address of a DICOMweb service, http://HOST[:PORT]/PATH or https, without the slashes at its end. Throws
// base::UsageError for anything else, and for one that holds a user, a password, a query or a fragment.
std::string service_url(const std::string& text);

// Whether two addresses have the same scheme, host and port, by default ports too. False for what is no address.
bool same_server(const std::string& a, const std::string& b);

}  // namespace cxrval::dicomweb
