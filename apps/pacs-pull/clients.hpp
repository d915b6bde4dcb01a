// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicomweb/client.hpp"

#include <memory>
#include <mutex>
#include <vector>

namespace cxrval::pacs_pull {

// The clients of several threads, each with its own connections, which are kept.
class Clients {
 public:
  explicit Clients(dicomweb::Endpoint endpoint) : endpoint_(std::move(endpoint)) {}

  // A client for one piece of work of one thread.
  class Lease {
   public:
    explicit Lease(Clients& clients) : clients_(clients), client_(clients.take()) {}
    ~Lease() { clients_.put(std::move(client_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    dicomweb::Client& operator*() const { return *client_; }

   private:
    Clients& clients_;
    std::unique_ptr<dicomweb::Client> client_;
  };

 private:
  std::unique_ptr<dicomweb::Client> take();
  void put(std::unique_ptr<dicomweb::Client> client);

  dicomweb::Endpoint endpoint_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<dicomweb::Client>> idle_;
};

}  // namespace cxrval::pacs_pull
