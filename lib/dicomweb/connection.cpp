// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/connection.hpp"

#include "base/error.hpp"
#include "dicomweb/service_url.hpp"

#include <algorithm>
#include <cstdint>

namespace cxrval::dicomweb {

Endpoint endpoint_of(const Connection& connection, int clients, const Credentials& credentials) {
  constexpr double longest = 86400;
  constexpr double million = 1e6;
  const auto within = [](double value, double least) { return value >= least && value <= longest; };
  if (!within(connection.connect_timeout, 0.001))
    throw base::UsageError("--connect-timeout needs 0.001 to 86400 seconds");
  if (!within(connection.idle_timeout, 1)) throw base::UsageError("--idle-timeout needs 1 to 86400 seconds");
  if (connection.tries < 1 || connection.tries > 100) throw base::UsageError("--tries needs 1 to 100");
  if (!(connection.rate >= 0 && connection.rate <= 1e6)) throw base::UsageError("--rate needs 0 to 1000000 megabytes");
  Endpoint endpoint;
  endpoint.url = service_url(connection.url);
  endpoint.credentials = credentials;
  endpoint.connect_timeout = connection.connect_timeout;
  endpoint.idle_timeout = connection.idle_timeout;
  // Less than a byte a second is no more than one, and 0 would be no limit.
  const auto rate = static_cast<std::uint64_t>(connection.rate * million / std::max(clients, 1));
  endpoint.rate = connection.rate > 0 ? std::max<std::uint64_t>(rate, 1) : 0;
  endpoint.retry.most_tries = connection.tries;
  return endpoint;
}

}  // namespace cxrval::dicomweb
