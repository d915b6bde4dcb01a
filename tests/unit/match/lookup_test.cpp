// SPDX-License-Identifier: Apache-2.0
#include "match/lookup.hpp"

#include "catch.hpp"

#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <vector>

using namespace cxrval;
using match::Lookup;

TEST_CASE("records are found by their hash, and hashes of several records are told") {
  std::mt19937_64 random(3);
  const std::vector<char> records(2000);
  std::map<std::uint64_t, std::set<const char*>> expected;
  Lookup lookup;
  for (const char& record : records) {
    const std::uint64_t hash = random() % 3 == 0 ? random() : (random() % 400) << 55 | random() % 2;
    lookup.add(hash, &record);
    expected[hash].insert(&record);
  }
  lookup.arrange();
  std::size_t repeated = 0;
  for (const auto& [hash, known] : expected) {
    std::set<const char*> found;
    for (const Lookup::Entry& entry : lookup.with(hash)) found.insert(entry.record);
    REQUIRE(found == known);
    repeated += known.size() > 1;
  }
  CHECK(lookup.with(12345).empty());
  std::size_t told = 0;
  lookup.each_repeated([&](std::span<const Lookup::Entry> entries) {
    ++told;
    REQUIRE(entries.size() == expected.at(entries.front().hash).size());
  });
  CHECK(told == repeated);
  CHECK(repeated > 50);
}

TEST_CASE("nothing is found where nothing was added") {
  Lookup lookup;
  CHECK(lookup.with(1).empty());
  lookup.arrange();
  CHECK(lookup.with(1).empty());
}
