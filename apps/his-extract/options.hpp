// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace cxrval::his_extract {

struct Options {
  std::vector<std::string> inputs;
  std::string profile = "moh";        // its name, or a file
  std::vector<std::string> services;  // those of the profile, when none is named
  std::string services_file;
  bool all_services = false;
  bool base_code = false;
  int threads = 1;
};

}  // namespace cxrval::his_extract
