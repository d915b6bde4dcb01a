// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/walk.hpp"
#include "cli/ledger.hpp"
#include "deid/row_rule.hpp"
#include "table/block_reader.hpp"
#include "table/reader.hpp"
#include "table/writer.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::cli {

struct Settings;  // the shared options as parsed, see settings.hpp

// How many of a run's inputs are done already, in their order, and the SHA-256 of what names them.
struct ResumePoint {
  std::uint64_t inputs = 0;
  std::string inputs_sha256;
};

// What a tool's work has at hand while it runs: inputs and outputs that are hashed for the run record, messages, the
// ledger and the rejects. Everything opened here is completed by the App when the work returns, and dropped when it
// throws.
class Run {
 public:
  Run(std::string tool, std::string version, std::vector<std::string> arguments, const Settings& settings);
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  // Inputs. `role` names the argument in the run record. At most one may be `-` (else UsageError).
  // The reader lives as long as the run.
  table::Reader& open_table(const std::string& role, const std::string& path);
  table::BlockReader& open_blocks(const std::string& role, const std::string& path);
  std::unique_ptr<base::ByteSource> open(const std::string& role, const std::string& path);
  // The files of a file or folder in sorted order; `shown` is redacted under --redact-paths and
  // --pseudonymize.
  std::vector<base::WalkedFile> walk(const std::string& role, const std::string& path);

  // Outputs: the main table goes to -o, the others to the path given.
  table::Writer& create_table(std::vector<table::Column> columns);
  table::Writer& create_table(const std::string& role, const std::string& path, std::vector<table::Column> columns,
                              base::Access access = base::Access::everyone);
  // Bytes that are no table (text for people); `-o` and standard output as for the main table.
  base::ByteSink& create_output(base::Access access = base::Access::everyone);
  base::ByteSink& create_output(const std::string& role, const std::string& path,
                                base::Access access = base::Access::everyone);
  table::Format format() const;  // of all tables
  // True when the main output goes to a terminal.
  bool output_is_terminal() const;

  // How tables are made fit to be shared; nothing without --pseudonymize. See PatientTable.
  const std::optional<deid::Settings>& pseudonyms() const;

  // The account of a unit, made at the first call. `written_as` is what its written records are called.
  Ledger& ledger(const std::string& unit, const std::string& written_as = "written");

  // Counts a rejected record of `unit`, warns about the first ten, and writes it to --rejects with its text (nothing
  // for a binary file). `count` records that nobody can tell apart are one warning and one line.
  void reject(const std::string& unit, const base::Fault& fault, std::string_view record_text = {},
              std::uint64_t count = 1);

  void warn(const std::string& message);
  void warn(const base::Place& place, const std::string& reason);
  void note(const std::string& message);  // dropped by --quiet

  // A setting worth knowing later (a default that was used, a rule): into the run record.
  void record(const std::string& name, const std::string& value);
  void record_seed(std::uint64_t seed);

  // Shows how far the work is: on a terminal a line that moves, elsewhere one line a minute. `total` 0 is unknown.
  void progress(const std::string& unit, std::size_t done, std::size_t total);
  // What the work cost, said where its progress is.
  void conclude(const std::string& message);

  // Of tools that can resume (App::resumable). Where to go on: asked for when every setting is recorded and every
  // output is open. Throws Error when an earlier run began with others.
  ResumePoint resume_point();
  // Everything that the first `inputs` inputs give is written and counted, and nothing else. It is on the disk now, so
  // that a later run can go on from here; in any case a reader of the outputs sees it.
  void checkpoint(std::uint64_t inputs, const std::string& inputs_sha256);

  // The path as messages and tables may show it: itself, or its keyed hash under --redact-paths or
  // --pseudonymize.
  std::string shown(const std::string& path) const;
  // For files that an input names, once the outputs are open. Throws UsageError for one that an output would replace.
  void check_not_written(const std::string& path) const;

  // For App: completes every output, checks the ledgers, writes the run record, says the ledger line.
  int finish();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cxrval::cli
