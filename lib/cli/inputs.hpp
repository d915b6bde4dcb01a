// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/walk.hpp"
#include "cli/file_claims.hpp"
#include "cli/path_names.hpp"
#include "cli/settings.hpp"
#include "provenance/hash.hpp"
#include "provenance/run_record.hpp"
#include "table/block_reader.hpp"
#include "table/reader.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::cli {

// What a run reads, hashed on the way. Readers live as long as it does.
class Inputs {
 public:
  // All must outlive it.
  Inputs(const Settings& settings, const PathNames& names, FileClaims& claims);

  // Throws UsageError for a second `-`, and what opening throws.
  table::Reader& open_table(const std::string& role, const std::string& path);
  table::BlockReader& open_blocks(const std::string& role, const std::string& path);
  std::unique_ptr<base::ByteSource> open(const std::string& role, const std::string& path);
  std::vector<base::WalkedFile> walk(const std::string& role, const std::string& path);

  // A mapping that no input knows is a slip of the pen, and would silently read another column: an Error.
  void check_mappings() const;
  // What was read so far, for the run record.
  std::vector<provenance::Stream> streams() const;

 private:
  struct Input {
    provenance::Stream stream;
    provenance::Hash hash;
    std::unique_ptr<table::Reader> table;
    std::unique_ptr<table::BlockReader> blocks;

    bool mapped(std::string_view ours) const;
  };

  Input& add(const std::string& role, const std::string& path);
  std::unique_ptr<base::ByteSource> source(Input& input, const std::string& path) const;

  const Settings& settings_;
  const PathNames& names_;
  FileClaims& claims_;
  std::deque<Input> inputs_;  // what points into its elements must not move
  bool stdin_taken_ = false;
};

}  // namespace cxrval::cli
