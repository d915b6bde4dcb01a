// SPDX-License-Identifier: Apache-2.0
#include "deid/hmac.hpp"

#include "base/error.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

namespace cxrval::deid {
namespace {

struct Free {
  void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

using Context = std::unique_ptr<EVP_MAC_CTX, Free>;

[[noreturn]] void fail() {
  throw base::Error("OpenSSL offers no HMAC-SHA-256");
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

struct Hmac::State {
  Context keyed;
};

Hmac::Hmac(std::string_view key) {
  const std::unique_ptr<EVP_MAC, Free> mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
  if (!mac) fail();
  Context context(EVP_MAC_CTX_new(mac.get()));
  char digest_name[] = "SHA256";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name, 0),
                                   OSSL_PARAM_construct_end()};
  if (!context || EVP_MAC_init(context.get(), bytes_of(key), key.size(), parameters) != 1) fail();
  state_ = std::make_shared<const State>(State{std::move(context)});
}

Digest Hmac::operator()(std::string_view text) const {
  const Context context(EVP_MAC_CTX_dup(state_->keyed.get()));
  Digest digest{};
  std::size_t count = 0;
  if (!context || EVP_MAC_update(context.get(), bytes_of(text), text.size()) != 1 ||
      EVP_MAC_final(context.get(), digest.data(), &count, digest.size()) != 1 || count != digest.size()) {
    fail();
  }
  return digest;
}

std::string hexadecimal(const Digest& digest, std::size_t bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < bytes; ++i) {
    text += digits[digest[i] >> 4];
    text += digits[digest[i] & 15];
  }
  return text;
}

}  // namespace cxrval::deid
