// SPDX-License-Identifier: Apache-2.0
#include "provenance/hash.hpp"

#include "base/error.hpp"

#include <openssl/evp.h>
#include <array>

namespace cxrval::provenance {
namespace {

std::string hexadecimal(const unsigned char* bytes, std::size_t count) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
  }
  return text;
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

class HashingSource final : public base::ByteSource {
 public:
  HashingSource(std::unique_ptr<base::ByteSource> inner, Hash& hash) : inner_(std::move(inner)), hash_(hash) {}

  std::size_t read(char* buffer, std::size_t size) override {
    const std::size_t count = inner_->read(buffer, size);
    hash_.add({buffer, count});
    return count;
  }
  const std::string& name() const override { return inner_->name(); }

 private:
  std::unique_ptr<base::ByteSource> inner_;
  Hash& hash_;
};

class HashingSink final : public base::ByteSink {
 public:
  HashingSink(std::unique_ptr<base::ByteSink> inner, Hash& hash) : inner_(std::move(inner)), hash_(hash) {}

  void write(std::string_view bytes) override {
    hash_.add(bytes);
    inner_->write(bytes);
  }
  void flush() override { inner_->flush(); }
  void prepare() override { inner_->prepare(); }
  void close() override { inner_->close(); }

 private:
  std::unique_ptr<base::ByteSink> inner_;
  Hash& hash_;
};

}  // namespace

struct Hash::State {
  Context context{EVP_MD_CTX_new()};
};

Hash::Hash() : state_(std::make_unique<State>()) {
  if (!state_->context || EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) != 1) {
    throw base::Error("OpenSSL offers no SHA-256");
  }
}
Hash::~Hash() = default;

void Hash::add(std::string_view bytes) {
  bytes_ += bytes.size();
  EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size());
}

std::string Hash::digest() const {
  const Context copy{EVP_MD_CTX_new()};
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int count = 0;
  EVP_MD_CTX_copy_ex(copy.get(), state_->context.get());
  EVP_DigestFinal_ex(copy.get(), bytes.data(), &count);
  return hexadecimal(bytes.data(), count);
}

std::string sha256(std::string_view bytes) {
  Hash hash;
  hash.add(bytes);
  return hash.digest();
}

std::string sha256_of_file(const std::string& path) {
  const auto source = base::open_source(path);
  Hash hash;
  std::array<char, 1 << 16> block{};
  while (const std::size_t count = source->read(block.data(), block.size())) hash.add({block.data(), count});
  return hash.digest();
}

std::unique_ptr<base::ByteSource> hashing_source(std::unique_ptr<base::ByteSource> inner, Hash& hash) {
  return std::make_unique<HashingSource>(std::move(inner), hash);
}

std::unique_ptr<base::ByteSink> hashing_sink(std::unique_ptr<base::ByteSink> inner, Hash& hash) {
  return std::make_unique<HashingSink>(std::move(inner), hash);
}

}  // namespace cxrval::provenance
