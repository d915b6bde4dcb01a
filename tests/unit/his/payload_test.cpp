// SPDX-License-Identifier: Apache-2.0
#include "his/payload.hpp"

#include "catch.hpp"

#include <zlib.h>
#include <string>

using namespace cxrval;

namespace {

std::string gzip(const std::string& bytes) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string packed(deflateBound(&stream, bytes.size()) + 64, '\0');
  std::string copy = bytes;
  stream.next_in = reinterpret_cast<Bytef*>(copy.data());
  stream.avail_in = static_cast<uInt>(copy.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

tl::expected<std::string, std::string> unpack(const std::string& text) {
  his::Payload payload;
  for (std::size_t at = 0; at < text.size(); at += 100) payload.feed(std::string_view(text).substr(at, 100));
  return payload.finish();
}

const std::string inner = "<TONG_HOP><MA_LK>A</MA_LK></TONG_HOP>";

}  // namespace

TEST_CASE("a payload may be base64, gzip in base64, or XML as text") {
  CHECK(unpack(base::encode_base64(inner)).value() == inner);
  CHECK(unpack("\n  " + base::encode_base64(inner) + "\n").value() == inner);
  CHECK(unpack(base::encode_base64(gzip(inner))).value() == inner);
  CHECK(unpack("\n " + inner).value() == inner);
}

TEST_CASE("blank text is no payload") {
  his::Payload payload;
  payload.feed(" \r\n");
  CHECK(payload.empty());
  payload.feed("Zg==");
  CHECK_FALSE(payload.empty());
}

TEST_CASE("damaged payloads are refused by a fixed reason") {
  CHECK(unpack("no base64!").error() == "is not base64");
  CHECK(unpack("Zg=").error() == "is not base64");
  std::string packed = gzip(inner);
  CHECK(unpack(base::encode_base64(packed + "x")).error() == "is damaged gzip");
  packed.resize(packed.size() - 9);
  CHECK(unpack(base::encode_base64(packed)).error() == "is damaged gzip");
}

TEST_CASE("a payload that inflates without end is stopped") {
  const std::string bomb = gzip(std::string(his::payload_limit + 1, ' '));
  CHECK(bomb.size() < 1 << 17);
  CHECK(unpack(base::encode_base64(bomb)).error() == "is larger than 64 MiB");
}
