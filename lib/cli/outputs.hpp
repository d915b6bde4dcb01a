// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/cleanup.hpp"
#include "cli/file_claims.hpp"
#include "cli/journal.hpp"
#include "cli/path_names.hpp"
#include "cli/settings.hpp"
#include "provenance/hash.hpp"
#include "provenance/run_record.hpp"
#include "table/writer.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::cli {

// What a run writes, hashed on the way: all of it appears under its names at the end, or none. In a tool that can
// resume, a main output that is a file makes every output a FILE.partial until then, which a later run goes on with.
class Outputs {
 public:
  // All must outlive it. Throws what Journal throws.
  Outputs(const Settings& settings, const PathNames& names, FileClaims& claims);
  // Without any checkpoint nothing is left of what was not closed.
  ~Outputs();
  Outputs(const Outputs&) = delete;
  Outputs& operator=(const Outputs&) = delete;

  table::Writer& create_table(const std::string& role, const std::string& path, std::vector<table::Column> columns,
                              base::Access access);
  base::ByteSink& create_bytes(const std::string& role, const std::string& path, base::Access access);

  // False when the main output is a device, a pipe or standard output.
  bool main_is_file() const { return main_is_file_; }

  // The run's last checkpoint, an earlier run's perhaps; nothing too where there is no journal.
  const std::optional<provenance::Checkpoint>& last_checkpoint() const;
  // Fills in the marks of the outputs, all of them on the disk, and keeps the checkpoint. Without a journal it makes
  // what was written visible to a reader.
  void checkpoint(provenance::Checkpoint checkpoint);
  std::vector<std::string> roles() const;

  // Nothing but renaming can fail after prepare(). drop_journal() follows when everything else is in place as well.
  std::vector<provenance::Stream> prepare();
  void close();
  void drop_journal();

 private:
  struct Output {
    provenance::Stream stream;
    provenance::Hash hash;
    std::unique_ptr<table::Writer> table;
    std::unique_ptr<base::ByteSink> bytes;
  };

  Output& add(const std::string& role, const std::string& path);
  std::unique_ptr<base::ByteSink> open(Output& output, const std::string& path, base::Access access);
  std::optional<provenance::Mark> mark_of(const std::string& role) const;

  const Settings& settings_;
  const PathNames& names_;
  FileClaims& claims_;
  bool main_is_file_ = false;
  bool stdout_taken_ = false;
  std::optional<Journal> journal_;
  std::deque<Output> outputs_;  // what points into its elements must not move
  std::vector<std::string> partials_;
  std::deque<base::RemoveOnSignal> unfinished_;  // while there is no checkpoint
};

}  // namespace cxrval::cli
