// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace cxrval::label_reports {

struct Options {
  std::string reports = "-";
  std::string templates;             // a file; empty for the built-in list
  std::string words;                 // the same
  std::vector<std::string> without;  // names of steps
  bool join_lines = false;
  std::string empty = "unlabelled";
  std::string findings;  // a file, or default; empty for none
  bool explain = false;
  bool drop_text = false;
  std::string review;  // a file; empty for none
};

}  // namespace cxrval::label_reports
