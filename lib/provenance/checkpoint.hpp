// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "provenance/run_record.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::provenance {

// How much of an output was on the disk.
struct Mark {
  std::uint64_t bytes = 0;
  std::uint64_t records = 0;
  std::string sha256;  // of these bytes
  bool operator==(const Mark&) const = default;
};

// Where a run that was interrupted goes on: everything that the first `inputs` inputs give is in the outputs and in
// the accounts, and nothing else is.
struct Checkpoint {
  std::string identity;  // SHA-256 of what must be the same when the run goes on
  std::uint64_t inputs = 0;
  std::string inputs_sha256;            // of what names these inputs
  std::map<std::string, Mark> outputs;  // by role
  std::vector<Account> accounts;
};

// One line of JSON with its line end.
std::string to_line(const Checkpoint& checkpoint);
// `line` is without its line end. Nothing for anything but a whole checkpoint.
std::optional<Checkpoint> parse_checkpoint(std::string_view line);

}  // namespace cxrval::provenance
