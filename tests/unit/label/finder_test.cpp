// SPDX-License-Identifier: Apache-2.0
#include "label/finder.hpp"

#include "catch.hpp"

#include <algorithm>
#include <random>
#include <tuple>

using namespace cxrval;

namespace {

using Phrases = std::vector<std::pair<std::string, label::PhraseFinder::Bits>>;

label::PhraseFinder::Bits search(const Phrases& phrases, const std::string& text) {
  label::PhraseFinder::Bits found = 0;
  for (const auto& [phrase, bits] : phrases) {
    if (text.find(phrase) != std::string::npos) found |= bits;
  }
  return found;
}

std::string random_text(std::mt19937& random, std::size_t longest) {
  std::string text;
  for (std::size_t i = 1 + random() % longest; i > 0; --i) text += static_cast<char>('a' + random() % 3);
  return text;
}

}  // namespace

TEST_CASE("phrases are found as by searching for each one") {
  std::mt19937 random(5);
  for (int trial = 0; trial < 2000; ++trial) {
    Phrases phrases;
    for (std::size_t i = 0; i < 1 + random() % 6; ++i) phrases.emplace_back(random_text(random, 6), 1U << i);
    const label::PhraseFinder finder(phrases);
    for (int text = 0; text < 5; ++text) {
      const std::string where = random_text(random, 20);
      REQUIRE(finder.find(where) == search(phrases, where));
    }
    REQUIRE(finder.find("") == 0);
    REQUIRE(finder.find("xyz\n") == 0);
  }
}

TEST_CASE("every occurrence of every phrase is visited, by its end and the longest first") {
  std::mt19937 random(6);
  for (int trial = 0; trial < 2000; ++trial) {
    Phrases phrases;
    for (std::size_t i = 0; i < 1 + random() % 6; ++i) phrases.emplace_back(random_text(random, 6), 1U);
    const std::string where = random_text(random, 20);
    using Visit = std::tuple<std::size_t, std::size_t, std::uint32_t>;
    std::vector<Visit> visited;
    label::PhraseFinder(phrases).each(where, [&](std::uint32_t phrase, std::size_t end) {
      visited.emplace_back(end, 100 - phrases[phrase].first.size(), phrase);
    });
    std::vector<Visit> expected;
    for (std::uint32_t i = 0; i < phrases.size(); ++i) {
      const std::string& phrase = phrases[i].first;
      for (std::size_t at = where.find(phrase); at != std::string::npos; at = where.find(phrase, at + 1)) {
        expected.emplace_back(at + phrase.size(), 100 - phrase.size(), i);
      }
    }
    std::sort(expected.begin(), expected.end());
    REQUIRE(visited == expected);
  }
}

TEST_CASE("phrases of all bytes are found") {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  const label::PhraseFinder finder({{bytes, 1}, {bytes.substr(100, 50), 2}});
  CHECK(finder.find(bytes) == 3);
  CHECK(finder.find(bytes.substr(1)) == 2);
}
