// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace cxrval::simulate_hospital {

struct Options {
  std::string out;
  int studies = 300;
  int image_size = 512;
  double abnormal_share = 0.28;
  int damaged_images = 0;
  std::string his_format = "base64";
  std::string decree = "4210";
  int sessions_per_file = 1;
  bool no_images = false;
  bool paper_flow = false;
  std::uint64_t seed = 1;
  int threads = 1;
};

}  // namespace cxrval::simulate_hospital
