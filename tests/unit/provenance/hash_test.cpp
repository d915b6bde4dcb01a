// SPDX-License-Identifier: Apache-2.0
#include "provenance/hash.hpp"

#include "catch.hpp"

using namespace cxrval;

TEST_CASE("SHA-256 agrees with FIPS 180-4's examples") {
  CHECK(provenance::sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(provenance::sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a stream has the hash of its bytes, however they come, at any moment") {
  provenance::Hash hash;
  hash.add("a");
  CHECK(hash.digest() == provenance::sha256("a"));
  hash.add("bc");
  CHECK(hash.digest() == provenance::sha256("abc"));
  CHECK(hash.bytes() == 3);

  provenance::Hash passed;
  const auto source = provenance::hashing_source(base::memory_source("abc", "m"), passed);
  CHECK(base::read_all(*source, 10) == "abc");
  CHECK(passed.digest() == hash.digest());
}
