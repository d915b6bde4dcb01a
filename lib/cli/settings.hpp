// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/path_names.hpp"
#include "deid/row_rule.hpp"
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
  std::string pseudonym_key_file;
  bool keep_text = false;
  bool ids_for_pseudonyms = false;  // --normalize-id serves --pseudonymize alone
  std::string progress = "auto";
  bool quiet = false;
  bool hash_inputs = false;
  bool resumable = false;  // the tool has --resume
  bool resume = false;

  // From the options above and --normalize-id by read_keys.
  PathNames names;
  std::optional<deid::Settings> pseudonyms;
  std::optional<deid::PatientIdRule> patient_ids;  // nothing for a tool without the option; App reads its map
  bool key_is_open = false;                        // to other users
};

}  // namespace cxrval::cli
