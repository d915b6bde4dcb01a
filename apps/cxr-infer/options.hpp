// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "deid/patient_id.hpp"

#include <string>
#include <vector>

namespace cxrval::cxr_infer {

struct Options {
  std::vector<std::string> inputs;
  std::string from = "files";  // what inputs are: files (and folders; - is a list), list, headers
  std::string root;            // folder of the paths in lists and header tables; empty: the current one
  double max_wait = 2;         // seconds that a list on standard input may be silent before images are judged
  std::string pipeline;        // empty: the demo pipeline
  std::string boxes;           // empty: no boxes table
  std::string overlay;         // folders of pictures; empty: none
  std::string heatmap;
  std::string filter = "cxr";
  std::string rules = "paper";
  std::string frame;      // a number from 1, each, or empty: images of one frame only
  std::string image_ids;  // how PNG and JPEG images are called; empty: they are left out
  int image_bits = 0;     // of PNG and JPEG images; 0: the file's depth
  std::string masks;      // folder; empty for none
  std::string engine = "auto";
  std::string device = "cpu";
  bool half = false;
  int batch = 4;
  std::string shard;  // I/N; empty: everything
  deid::PatientIdRule patient_ids;
  int threads = 1;
};

}  // namespace cxrval::cxr_infer
