// SPDX-License-Identifier: Apache-2.0
#include "deid/key.hpp"

#include "base/error.hpp"

#include "catch.hpp"

#include <algorithm>
#include <set>
#include <string>

using namespace cxrval;
using deid::Key;

namespace {

const std::string secret = "0123456789abcdef0123456789abcdef";

bool is_hexadecimal(const std::string& text) {
  return text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

Key read(const std::string& bytes) {
  return deid::read_key(*base::memory_source(bytes, "key"));
}

// 2.25 of PS3.5 section B.2: a decimal number below 2^128 without leading zeros.
bool is_uuid_uid(const std::string& uid) {
  const std::string root = "2.25.";
  if (uid.size() > 44 || !uid.starts_with(root)) return false;
  const std::string number = uid.substr(root.size());
  const std::string limit = "340282366920938463463374607431768211455";
  if (number.empty() || number.find_first_not_of("0123456789") != std::string::npos) return false;
  if (number[0] == '0') return false;
  return number.size() < limit.size() || (number.size() == limit.size() && number <= limit);
}

// The 128 bits of a decimal number, first bit first, by halving the digits.
std::string bits_of(std::string digits) {
  std::string bits;
  for (int i = 0; i < 128; ++i) {
    int remainder = 0;
    for (char& digit : digits) {
      const int value = remainder * 10 + (digit - '0');
      digit = static_cast<char>('0' + value / 2);
      remainder = value % 2;
    }
    bits += static_cast<char>('0' + remainder);
  }
  std::reverse(bits.begin(), bits.end());
  return bits;
}

}  // namespace

// Computed by Python's hmac module from the definition in key.hpp and key.cpp: a pseudonym that changed would break
// every study that goes on.
TEST_CASE("pseudonyms are the same in every version") {
  const Key key(secret);
  CHECK(key.patient("0012") == "a5098218f19a0bc14608083553abe240");
  CHECK(key.session("0012") == "8cebf192c78674db14d33940b0994743");
  CHECK(key.facility("0012") == "bd9400d81a7b64fdab34f9aedf4a4ef9");
  CHECK(key.accession("0012") == "99bc7cbebd34f20245f7352a5d6ba457");
  CHECK(key.uid("1.2.840.1") == "2.25.201689377901615669985870652588751637781");
  CHECK(key.path("a/b.xml") == "path-1106e6bcdf55279b");
  CHECK(key.shift_weeks("0012") == -28);
  CHECK(key.check() == "7164c8baee3d7f29");
}

TEST_CASE("the kinds of names have nothing in common, and neither have two keys") {
  const Key key(secret);
  const Key other(secret + "!");
  const std::set<std::string> names{key.patient("7"), key.session("7"),   key.facility("7"), key.accession("7"),
                                    key.group("7"),   other.patient("7"), other.session("7")};
  CHECK(names.size() == 7);
  CHECK(key.uid("7") != other.uid("7"));
  CHECK(key.path("7") != other.path("7"));
  CHECK(key.check() != other.check());
}

TEST_CASE("an empty name stays empty, and padding does not count") {
  const Key key(secret);
  for (const char* empty : {"", " ", "   "}) {
    CHECK(key.session(empty).empty());
    CHECK(key.uid(empty).empty());
  }
  CHECK(key.patient("").empty());
  CHECK(key.uid(std::string_view("1.2.3\0", 6)) == key.uid("1.2.3"));
  CHECK(key.accession("A1 ") == key.accession("A1"));
  CHECK(key.session("A 1") != key.session("A1"));
}

TEST_CASE("100,000 names have 100,000 pseudonyms of the right form") {
  const Key key(secret);
  std::set<std::string> patients;
  std::set<std::string> uids;
  std::set<int> weeks;
  for (int i = 0; i < 100'000; ++i) {
    const std::string id = std::to_string(i);
    const std::string patient = key.patient(id);
    const std::string uid = key.uid("1.2." + id);
    const int shift = key.shift_weeks(id);
    if (patient.size() != 32 || !is_hexadecimal(patient)) FAIL(patient);
    if (!is_uuid_uid(uid)) FAIL(uid);
    if (shift < -104 || shift > -1) FAIL(shift);
    patients.insert(patient);
    uids.insert(uid);
    weeks.insert(shift);
  }
  CHECK(patients.size() == 100'000);
  CHECK(uids.size() == 100'000);
  CHECK(weeks.size() == 104);
}

TEST_CASE("a UID holds a UUID of version 8 and variant 10") {
  const Key key(secret);
  for (int i = 0; i < 200; ++i) {
    const std::string bits = bits_of(key.uid(std::to_string(i)).substr(5));
    CHECK(bits.substr(48, 4) == "1000");
    CHECK(bits.substr(64, 2) == "10");
  }
}

TEST_CASE("a key file of fewer than 32 bytes is refused, without telling what it holds") {
  CHECK_THROWS_AS(read(""), base::Error);
  CHECK_THROWS_WITH(read(secret.substr(1)), contains("key: a key needs at least 32 bytes"));
  CHECK_THROWS_AS(read(std::string((1 << 20) + 1, 'x')), base::Error);
  CHECK(read(secret).check() == Key(secret).check());
  CHECK(read(secret + "\n").check() != Key(secret).check());
}

TEST_CASE("hashed paths are known, part by part") {
  const std::string hashed = Key(secret).path("BN0012/1.xml");
  CHECK(hashed.size() == 21);
  CHECK(deid::is_hashed_path(hashed));
  CHECK(deid::is_hashed_path(hashed + "/" + hashed));
  CHECK(deid::is_hashed_path("stdin/" + hashed));
  for (const std::string& path : {std::string(), hashed + "/1.xml", hashed + "0", hashed + "/", "/" + hashed,
                                  std::string("path-0123456789abcdeF"), std::string("path-0123456789abcde")}) {
    INFO(path);
    CHECK_FALSE(deid::is_hashed_path(path));
  }
}
