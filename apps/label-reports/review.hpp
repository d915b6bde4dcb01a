// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "label/labeler.hpp"

#include <string>
#include <vector>

namespace cxrval::label_reports {

// The reports whose labels may be wrong, most doubtful first, for a radiologist. Holds these alone until the end.
class Review {
 public:
  // Makes the table at `path`, with mode 0600 for it holds reports; `columns` are those of the labelled reports.
  Review(const std::string& path, const std::vector<table::Column>& columns, cli::Run& run);

  // Keeps the row when there is doubt about its label.
  void consider(const label::Verdict& verdict, const std::vector<std::string>& cells);
  // Writes them by falling doubt, equal ones in the order of the input; returns how many.
  std::size_t write();

 private:
  struct Doubtful {
    unsigned doubt = 0;
    std::vector<std::string> cells;
  };

  table::Writer& table_;
  std::vector<Doubtful> reports_;
};

}  // namespace cxrval::label_reports
