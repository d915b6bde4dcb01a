// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/given.hpp"
#include "deid/patient_id.hpp"
#include "dicomweb/connection.hpp"

#include <string>
#include <vector>

namespace cxrval::pacs_pull {

struct Options {
  dicomweb::Connection server;
  std::string folder;
  std::string key;                 // file of the site's secret
  std::string auth;                // file of credentials; empty: the environment's, or none
  std::string from;                // YYYY-MM-DD
  std::string to;                  // empty: tomorrow, for clocks that are ahead
  std::vector<std::string> query;  // KEY=VALUE
  std::string filter = "cxr";
  cli::Given<std::string> rules{"paper"};
  int page = 200;
  double watch = 0;            // seconds between rounds; 0: one round
  cli::Given<int> overlap{3};  // days
  std::string until;           // local time after which no round begins; empty: none
  std::string orthanc;         // address of its own REST; empty: rounds ask for days
  std::string exec;
  std::string print = "new";
  double largest = 4096;  // MB
  int threads = 2;
  deid::PatientIdRule patient_ids;
};

}  // namespace cxrval::pacs_pull
