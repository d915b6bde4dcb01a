// SPDX-License-Identifier: Apache-2.0
#include "clients.hpp"

#include <utility>

namespace cxrval::pacs_pull {

std::unique_ptr<dicomweb::Client> Clients::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<dicomweb::Client> client = std::move(idle_.back());
      idle_.pop_back();
      return client;
    }
  }
  return std::make_unique<dicomweb::Client>(endpoint_);
}

void Clients::put(std::unique_ptr<dicomweb::Client> client) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(client));
}

}  // namespace cxrval::pacs_pull
