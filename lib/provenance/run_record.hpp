// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::provenance {

// What went in or out of a run. `sha256` is of the stream's bytes, so that the record of one tool chains to the next
// one's by equal hashes; a folder's is of its list (relative path, tab, size, newline).
struct Stream {
  std::string role;  // the option or metavariable, such as REPORTS or output
  std::string path;
  std::string sha256;
  std::uint64_t bytes = 0;
  std::optional<std::uint64_t> records;
  std::optional<std::uint64_t> files;  // of a folder
};

// One unit's account: read = written + sum(excluded) + merged + sum(rejected).
struct Account {
  std::string unit;
  std::string written_as;  // what "written" is called, such as "ok" or "paired"
  std::uint64_t read = 0;
  std::uint64_t written = 0;
  std::map<std::string, std::uint64_t> excluded;  // by reason
  std::uint64_t merged = 0;
  std::map<std::string, std::uint64_t> rejected;  // by reason
};

struct RunRecord {
  std::string tool;
  std::string version;
  std::vector<std::string> arguments;
  std::optional<std::uint64_t> seed;
  std::map<std::string, std::string> settings;  // what the run used, defaults included
  std::vector<Stream> inputs;
  std::vector<Stream> outputs;
  std::vector<Account> accounts;
  int exit_code = 0;
  std::string started;  // UTC, YYYY-MM-DDTHH:MM:SSZ
  std::string finished;
};

std::string to_json(const Account& account);  // on one line
std::string to_json(const RunRecord& record);
// What to_json wrote; nothing for anything that is no whole record. Keys that are not known are passed over.
std::optional<Account> parse_account(std::string_view json);
std::optional<RunRecord> parse_run_record(std::string_view json);

}  // namespace cxrval::provenance
