// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicomweb/client.hpp"
#include "dicomweb/credentials.hpp"

#include <string>

namespace cxrval::dicomweb {

// What users say about a server and how it is to be spoken to.
struct Connection {
  std::string url;
  double connect_timeout = 10;  // seconds
  double idle_timeout = 60;     // seconds
  int tries = 5;
  double rate = 0;  // megabytes (1e6 bytes) a second of all clients together; 0: any
};

// The endpoint of each of `clients` clients at work at once. Throws base::UsageError for what is out of range, naming
// the option, and what service_url throws.
Endpoint endpoint_of(const Connection& connection, int clients, const Credentials& credentials);

}  // namespace cxrval::dicomweb
