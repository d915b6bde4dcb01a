// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "command.hpp"
#include "pull_ledger.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>

namespace cxrval::pacs_pull {

// Hands images on, once the ledger has them: their paths, one a line, to the output, and each to the command.
class Deliveries {
 public:
  // `output` is nullptr where nothing is to be written. Both must outlive it.
  Deliveries(PullLedger& ledger, std::string folder, base::ByteSink* output, std::optional<Command> command);

  // What the ledger had when this was made: all of it to the output when `all`, and to the command what it has not had
  // yet.
  void begin(bool all);
  // What was fetched since the last call, and to the command also what it refused, where `again`. Returns how many it
  // refused now.
  std::size_t deliver(bool again = false);

  std::size_t refused() const { return refused_.size(); }  // the command ended with something else than 0

 private:
  bool hand(std::size_t file);
  void print(std::size_t begin, std::size_t end);

  PullLedger& ledger_;
  std::string folder_;
  base::ByteSink* output_;
  std::optional<Command> command_;
  std::size_t next_ = 0;  // in the ledger's files
  std::set<std::size_t> refused_;
};

}  // namespace cxrval::pacs_pull
