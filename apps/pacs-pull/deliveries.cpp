// SPDX-License-Identifier: Apache-2.0
#include "deliveries.hpp"

#include <filesystem>
#include <utility>

namespace cxrval::pacs_pull {

Deliveries::Deliveries(PullLedger& ledger, std::string folder, base::ByteSink* output, std::optional<Command> command)
    : ledger_(ledger),
      folder_(std::move(folder)),
      output_(output),
      command_(std::move(command)),
      next_(ledger.files().size()) {}

void Deliveries::begin(bool all) {
  if (all) print(0, next_);
  for (std::size_t file = 0; file < next_ && command_; ++file) {
    if (!ledger_.files()[file].is_handed) hand(file);
  }
}

std::size_t Deliveries::deliver(bool again) {
  const std::size_t begin = next_;
  next_ = ledger_.files().size();
  print(begin, next_);
  std::size_t refused = 0;
  if (again) {
    for (const std::size_t file : std::set<std::size_t>(refused_)) refused += hand(file) ? 0 : 1;
  }
  for (std::size_t file = begin; file < next_ && command_; ++file) refused += hand(file) ? 0 : 1;
  return refused;
}

void Deliveries::print(std::size_t begin, std::size_t end) {
  if (output_ == nullptr || begin == end) return;
  for (std::size_t file = begin; file < end; ++file) {
    const PullLedger::File& image = ledger_.files()[file];
    if (image.is_there) output_->write((std::filesystem::path(folder_) / image.path).string() + '\n');
  }
  output_->flush();
}

bool Deliveries::hand(std::size_t file) {
  const PullLedger::File image = ledger_.files()[file];
  if (!image.is_there) {
    refused_.erase(file);
    return true;
  }
  if (!command_->run((std::filesystem::path(folder_) / image.path).string())) {
    refused_.insert(file);
    return false;
  }
  refused_.erase(file);
  ledger_.add_handed(image.sop_uid);
  ledger_.commit();
  return true;
}

}  // namespace cxrval::pacs_pull
