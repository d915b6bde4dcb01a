// SPDX-License-Identifier: Apache-2.0
#include "cli/ledger.hpp"

#include <stdexcept>

namespace cxrval::cli {
namespace {

using Counts = std::map<std::string, std::uint64_t>;

std::uint64_t total(const Counts& counts) {
  std::uint64_t sum = 0;
  for (const auto& [reason, count] : counts) sum += count;
  return sum;
}

std::string by_reason(const Counts& counts) {
  std::string text;
  for (const auto& [reason, count] : counts) {
    if (count > 0) text += (text.empty() ? "" : ", ") + reason + ' ' + std::to_string(count);
  }
  return text.empty() ? text : " (" + text + ')';
}

}  // namespace

Ledger::Ledger(std::string unit, std::string written_as) {
  account_.unit = std::move(unit);
  account_.written_as = std::move(written_as);
}

std::uint64_t Ledger::rejected_count() const {
  return total(account_.rejected);
}

void Ledger::check() const {
  const std::uint64_t accounted = account_.written + total(account_.excluded) + account_.merged + rejected_count();
  if (accounted != account_.read) {
    throw std::logic_error("the ledger of " + account_.unit + " does not add up: " + summary());
  }
}

std::string Ledger::summary() const {
  return account_.unit + ' ' + std::to_string(account_.read) + " read = " + std::to_string(account_.written) + ' ' +
         account_.written_as + " + " + std::to_string(total(account_.excluded)) + " excluded" +
         by_reason(account_.excluded) + " + " + std::to_string(account_.merged) + " merged + " +
         std::to_string(rejected_count()) + " rejected";
}

}  // namespace cxrval::cli
