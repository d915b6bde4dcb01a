// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "language.hpp"
#include "provenance/run_record.hpp"

#include <string>
#include <vector>

namespace cxrval::validation_report {

struct Setting {
  std::string name;
  std::string value;
};

// The settings of a run that decide its numbers, those without a value left out. Names of files are never shown, for
// they may hold patients' ids: the run record has the hash of each.
std::vector<Setting> shown_settings(const provenance::RunRecord& record, const Language& say);

// One of them by name, empty without it.
std::string shown_setting(const provenance::RunRecord& record, const std::string& name, const Language& say);

}  // namespace cxrval::validation_report
