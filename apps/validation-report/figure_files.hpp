// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "report/figure.hpp"

#include <string>

namespace cxrval::validation_report {

// Each figure as an SVG file of its own, and its data as a table beside it, in the folder of --figures.
// Their names begin with figure-, for tables of match are named flow.csv and lags.csv as well.
class FigureFiles {
 public:
  // An empty folder writes nothing. Makes the folder; throws base::Error when it cannot.
  FigureFiles(const std::string& folder, cli::Run& run);

  void write(const report::Figure& figure);

 private:
  std::string folder_;
  cli::Run& run_;
};

}  // namespace cxrval::validation_report
