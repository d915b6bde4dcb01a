// SPDX-License-Identifier: Apache-2.0
#include "cli/shard.hpp"

#include "base/error.hpp"
#include "catch.hpp"

#include <string>

using cxrval::cli::Shard;
using cxrval::deid::PatientIdRule;

namespace {

const PatientIdRule trim;

int shards_with(const std::string& patient, int count, const PatientIdRule& rule = trim) {
  int found = 0;
  for (int i = 1; i <= count; ++i) found += Shard(std::to_string(i) + "/" + std::to_string(count), rule).has(patient);
  return found;
}

}  // namespace

TEST_CASE("every patient is in exactly one shard") {
  for (int count : {1, 2, 3, 7}) {
    for (int i = 0; i < 200; ++i) CHECK(shards_with("P" + std::to_string(i), count) == 1);
    CHECK(shards_with("", count) == 1);
  }
}

TEST_CASE("shards are about equally large") {
  const Shard first("1/4", trim);
  int here = 0;
  for (int i = 0; i < 4000; ++i) here += first.has(std::to_string(i));
  CHECK(here > 900);
  CHECK(here < 1100);
}

TEST_CASE("ids that the rule makes equal are in the same shard") {
  const Shard shard("2/5", PatientIdRule::loosest());
  for (int i = 0; i < 50; ++i) CHECK(shard.has("p" + std::to_string(i)) == shard.has(" P" + std::to_string(i) + " "));
}

TEST_CASE("the shard of an id is the documented one") {
  // sha256("abc") begins with ba7816bf8f01cfea, that is 13436514500253700074: 4 modulo 5, 0 modulo 3
  CHECK(Shard("5/5", trim).has("abc"));
  CHECK(Shard("1/3", trim).has("abc"));
}

TEST_CASE("anything but I/N is wrong usage") {
  for (const char* text : {"", "1", "0/2", "3/2", "1/0", "-1/2", "1/2/3", "a/b", "1/1000001", "1/"}) {
    CHECK_THROWS_AS(Shard(text, trim), cxrval::base::UsageError);
  }
}
