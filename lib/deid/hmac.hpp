// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cxrval::deid {

using Digest = std::array<std::uint8_t, 32>;

// HMAC-SHA-256 (RFC 2104, FIPS 180-4) under one key, which is prepared once. Copies share the key; several threads may
// use one at once.
class Hmac {
 public:
  // Throws base::Error when OpenSSL offers no HMAC.
  explicit Hmac(std::string_view key);

  Digest operator()(std::string_view text) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

// The first `bytes` of a digest (32 at most) as two lower-case hexadecimal digits each.
std::string hexadecimal(const Digest& digest, std::size_t bytes);

}  // namespace cxrval::deid
