// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace cxrval::provenance {

// SHA-256 (FIPS 180-4) of bytes given piece by piece; the digest is 64 lower-case hexadecimal digits.
class Hash {
 public:
  Hash();
  ~Hash();
  Hash(const Hash&) = delete;
  Hash& operator=(const Hash&) = delete;

  void add(std::string_view bytes);
  std::string digest() const;  // of what was added so far
  std::uint64_t bytes() const { return bytes_; }

 private:
  struct State;
  std::unique_ptr<State> state_;
  std::uint64_t bytes_ = 0;
};

std::string sha256(std::string_view bytes);
std::string sha256_of_file(const std::string& path);

// Pass bytes on and hash them on the way; the hash must live as long as the result.
std::unique_ptr<base::ByteSource> hashing_source(std::unique_ptr<base::ByteSource> inner, Hash& hash);
std::unique_ptr<base::ByteSink> hashing_sink(std::unique_ptr<base::ByteSink> inner, Hash& hash);

}  // namespace cxrval::provenance
