// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/given.hpp"

#include <cstdint>
#include <string>

namespace cxrval::simulate_hospital {

// Of a preset, so that its images stay small; --image-size says otherwise.
inline constexpr int preset_image_size = 256;

struct Options {
  std::string out;
  cli::Given<int> studies{300};
  cli::Given<int> image_size{512};
  cli::Given<double> abnormal_share{0.28};
  cli::Given<int> damaged_images{0};
  std::string his_format = "base64";
  std::string decree = "4210";
  int sessions_per_file = 1;
  bool no_images = false;
  std::string preset;  // empty: none
  std::uint64_t seed = 1;
  int threads = 1;
};

}  // namespace cxrval::simulate_hospital
