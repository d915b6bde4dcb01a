// SPDX-License-Identifier: Apache-2.0
#include "deliveries.hpp"

#include <filesystem>
#include <utility>

namespace cxrval::pacs_pull {

Deliveries::Deliveries(PullLedger& ledger, std::string folder, base::ByteSink* output, std::optional<Command> command)
    : ledger_(ledger), folder_(std::move(folder)), output_(output), command_(std::move(command)) {}

void Deliveries::begin(bool all) {
  next_ = ledger_.files().size();
  for (std::size_t file = 0; file < next_; ++file) {
    if (all && output_ != nullptr) {
      output_->write((std::filesystem::path(folder_) / ledger_.files()[file].path).string() + '\n');
    }
    if (command_ && !ledger_.files()[file].is_handed) hand(file);
  }
  if (output_ != nullptr) output_->flush();
}

void Deliveries::deliver() {
  const std::size_t begin = next_;
  next_ = ledger_.files().size();
  if (begin == next_) return;
  for (std::size_t file = begin; file < next_ && output_ != nullptr; ++file) {
    output_->write((std::filesystem::path(folder_) / ledger_.files()[file].path).string() + '\n');
  }
  if (output_ != nullptr) output_->flush();
  for (std::size_t file = begin; file < next_ && command_; ++file) hand(file);
}

void Deliveries::hand(std::size_t file) {
  const PullLedger::File& image = ledger_.files()[file];
  if (command_->run((std::filesystem::path(folder_) / image.path).string())) {
    ledger_.add_handed(image.sop_uid);
    ledger_.commit();
  } else {
    ++refused_;
  }
}

}  // namespace cxrval::pacs_pull
