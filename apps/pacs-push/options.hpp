// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicomweb/connection.hpp"

#include <string>
#include <vector>

namespace cxrval::pacs_push {

struct Options {
  dicomweb::Connection server;
  std::vector<std::string> inputs;
  std::string auth;       // file of credentials; empty: the environment's, or none
  int files = 32;         // in one request, at most
  double megabytes = 64;  // in one request of several files, at most
};

}  // namespace cxrval::pacs_push
