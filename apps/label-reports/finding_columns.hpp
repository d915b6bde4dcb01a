// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "label/findings.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::label_reports {

// The columns finding_CLASS, when they are asked for: absent, uncertain, present or empty for each class of the rules.
class FindingColumns {
 public:
  // `rules` is a file, `default` for the shipped one, or empty for no columns.
  FindingColumns(const std::string& rules, cli::Run& run);

  std::vector<std::string> names() const;
  std::vector<std::string> cells(std::string_view description, std::string_view conclusion) const;

 private:
  std::optional<label::FindingRules> rules_;
};

}  // namespace cxrval::label_reports
