// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace cxrval::dicom_extract {

struct Options {
  std::vector<std::string> inputs;
  std::string filter = "none";
  int threads = 1;
};

}  // namespace cxrval::dicom_extract
