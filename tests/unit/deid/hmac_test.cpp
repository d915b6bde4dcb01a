// SPDX-License-Identifier: Apache-2.0
#include "deid/hmac.hpp"

#include "catch.hpp"

#include <string>
#include <thread>
#include <vector>

using namespace cxrval::deid;

namespace {

std::string hmac(const std::string& key, const std::string& text) {
  return hexadecimal(Hmac(key)(text), 32);
}

}  // namespace

TEST_CASE("HMAC-SHA-256 agrees with RFC 4231") {
  CHECK(hmac(std::string(20, '\x0b'), "Hi There") ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(hmac("Jefe", "what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(hmac(std::string(20, '\xaa'), std::string(50, '\xdd')) ==
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  CHECK(hmac(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First") ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("one prepared key serves again and again, and several threads at once") {
  const Hmac keyed("Jefe");
  const Digest once = keyed("a");
  CHECK(keyed("b") != once);
  CHECK(keyed("a") == once);
  std::vector<int> wrong(4, 0);
  std::vector<std::thread> threads;
  for (int& count : wrong) {
    threads.emplace_back([&keyed, &once, &count] {
      for (int i = 0; i < 2000; ++i) count += keyed("a") == once ? 0 : 1;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(4, 0));
}

TEST_CASE("hexadecimal digits are of the first bytes") {
  Digest digest{};
  digest[0] = 0x0a;
  digest[1] = 0xf0;
  CHECK(hexadecimal(digest, 2) == "0af0");
}
