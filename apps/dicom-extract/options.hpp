// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace cxrval::dicom_extract {

struct Options {
  std::vector<std::string> inputs;
  std::string filter = "none";
  std::string rules = "paper";
  std::vector<std::string> tags;
  std::string tags_file;
  std::string charset;
  std::string png;  // folder; empty for none
  std::string preset = "voi";
  std::string polarity = "auto";
  int voi = 1;
  std::string frame;  // a number from 1, each, or empty: images of one frame only
  int threads = 1;
};

}  // namespace cxrval::dicom_extract
