// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cxrval::result_to_sr {

struct Options {
  std::string results;
  std::string out;    // folder
  std::string boxes;  // empty for none
  std::string root;   // where paths that are not absolute lie; empty: here
  std::string charset;
  std::string time;  // content date and time; empty: the study's
  std::string algorithm = "cxr-infer";
  std::string algorithm_version;  // empty: the start of pipeline_hash
  int series_number = 9900;
  bool all_studies = false;  // also those of which no image was judged
};

}  // namespace cxrval::result_to_sr
