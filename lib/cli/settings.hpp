// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "table/reader.hpp"
#include "table/row.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace cxrval::cli {

// --max-rejects: so many records, or so many in a hundred of those read, may be rejected without harm.
struct MaxRejects {
  double limit = 0;
  bool percent = false;
};

// The options that every tool shares, as parsed.
struct Settings {
  std::string output = "-";
  table::Format format = table::Format::csv;
  table::ColumnMap map;
  std::string rejects;  // empty: no file
  std::optional<MaxRejects> max_rejects;
  std::string run_dir;
  std::string redact_key_file;
  std::string progress = "auto";
  bool quiet = false;
  bool hash_inputs = false;
};

}  // namespace cxrval::cli
