// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "provenance/run_record.hpp"

#include <cstdint>
#include <string>
#include <utility>

namespace cxrval::cli {

// Counts what becomes of each record of one unit, so that none is lost:
// read = written + excluded + merged + rejected. Rejections are counted by Run::reject.
class Ledger {
 public:
  Ledger(std::string unit, std::string written_as);
  // Goes on with what an earlier run counted.
  explicit Ledger(provenance::Account account) : account_(std::move(account)) {}

  void read(std::uint64_t count = 1) { account_.read += count; }
  void written(std::uint64_t count = 1) { account_.written += count; }
  // Left out on purpose; the reason is a short word such as other_service.
  void excluded(const std::string& reason, std::uint64_t count = 1) { account_.excluded[reason] += count; }
  // An exact duplicate of a record that is kept.
  void merged(std::uint64_t count = 1) { account_.merged += count; }
  void rejected(const std::string& reason, std::uint64_t count = 1) { account_.rejected[reason] += count; }

  const provenance::Account& account() const { return account_; }
  std::uint64_t rejected_count() const;
  // Throws std::logic_error when the identity does not hold: a fault of the tool, not of its input.
  void check() const;
  // "reports 300 read = 280 written + 12 excluded (other_service 12) + 3 merged + 5 rejected"
  std::string summary() const;

 private:
  provenance::Account account_;
};

}  // namespace cxrval::cli
