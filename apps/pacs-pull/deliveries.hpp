// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "command.hpp"
#include "pull_ledger.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace cxrval::pacs_pull {

// Hands images on, once the ledger has them: their paths, one a line, to the output, and each to the command.
class Deliveries {
 public:
  // `output` is nullptr where nothing is to be written. Both must outlive it.
  Deliveries(PullLedger& ledger, std::string folder, base::ByteSink* output, std::optional<Command> command);

  // What earlier runs fetched: all of it to the output when `all`, and to the command what it has not had yet.
  void begin(bool all);
  // What was fetched since the last call.
  void deliver();

  std::size_t refused() const { return refused_; }  // the command ended with something else than 0

 private:
  void hand(std::size_t file);

  PullLedger& ledger_;
  std::string folder_;
  base::ByteSink* output_;
  std::optional<Command> command_;
  std::size_t next_ = 0;  // in the ledger's files
  std::size_t refused_ = 0;
};

}  // namespace cxrval::pacs_pull
