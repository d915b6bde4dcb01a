// SPDX-License-Identifier: Apache-2.0
#include "base/base64.hpp"

#include "catch.hpp"

#include <optional>
#include <random>
#include <string>

using namespace cxrval;

namespace {

std::optional<std::string> decode(std::string_view text, std::size_t piece = 1 << 20) {
  base::Base64Decoder decoder;
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += piece) {
    if (!decoder.feed(text.substr(at, piece), out)) return std::nullopt;
  }
  if (!decoder.finish(out)) return std::nullopt;
  return out;
}

std::string random_bytes(std::mt19937& random, std::size_t size) {
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(random() & 0xFF);
  return bytes;
}

}  // namespace

TEST_CASE("base64 is that of the examples of RFC 4648") {
  CHECK(base::encode_base64("") == "");
  CHECK(base::encode_base64("f") == "Zg==");
  CHECK(base::encode_base64("fo") == "Zm8=");
  CHECK(base::encode_base64("foo") == "Zm9v");
  CHECK(base::encode_base64("foobar") == "Zm9vYmFy");
  CHECK(decode("Zm9vYmE=") == "fooba");
}

TEST_CASE("what is encoded decodes to itself, however it is split and wrapped") {
  std::mt19937 random(1);
  for (std::size_t size = 0; size < 200; ++size) {
    const std::string bytes = random_bytes(random, size);
    std::string text = base::encode_base64(bytes);
    CHECK(decode(text) == bytes);
    for (std::size_t at = 7; at < text.size(); at += 9) text.insert(at, at % 2 == 0 ? "\r\n" : " ");
    for (const std::size_t piece : {1, 3, 5, 64}) CHECK(decode(text, piece) == bytes);
  }
}

TEST_CASE("padding may be missing") {
  CHECK(decode("Zg") == "f");
  CHECK(decode("Zm8") == "fo");
}

TEST_CASE("text that is no base64 is refused") {
  for (const char* text : {"Z", "Zg=", "Zg===", "=", "Z===", "Zm9v=", "Zm9v====", "Zg==Zg==", "Zm9v!", "Zm-v",
                           "Zh==", "Zm9=", "Zm\xC3\xA9v", "Zg=\n=Z"}) {
    CAPTURE(text);
    CHECK_FALSE(decode(text).has_value());
    CHECK_FALSE(decode(text, 1).has_value());
  }
}
