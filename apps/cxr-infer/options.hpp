// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace cxrval::cxr_infer {

struct Options {
  std::vector<std::string> inputs;
  std::string pipeline;  // empty: the demo pipeline
  std::string boxes;     // empty: no second table
  std::string filter = "cxr";
  int batch = 4;
  int threads = 1;
};

}  // namespace cxrval::cxr_infer
