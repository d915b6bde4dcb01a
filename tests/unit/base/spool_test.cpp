// SPDX-License-Identifier: Apache-2.0
#include "base/spool.hpp"

#include "base/error.hpp"
#include "catch.hpp"

#include <filesystem>
#include <random>
#include <utility>
#include <vector>

using namespace cxrval;

namespace {

std::string folder() {
  return std::filesystem::temp_directory_path().string();
}

}  // namespace

TEST_CASE("a spool gives back what was appended, from memory and from its file") {
  const std::size_t memory = GENERATE(0, 100, 100000, 1 << 30);
  std::mt19937 random(5);
  base::Spool spool(folder(), memory);
  std::string all;
  std::vector<std::pair<std::uint64_t, std::size_t>> places;
  for (int i = 0; i < 400; ++i) {
    const std::size_t size = random() % (i % 100 == 0 ? 700000 : 3000);
    std::string bytes(size, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    places.emplace_back(spool.append(bytes), size);
    CHECK(places.back().first == all.size());
    all += bytes;
  }
  REQUIRE(spool.size() == all.size());
  base::SpoolReader in_order(spool);
  base::SpoolReader anywhere(spool);
  for (const auto& [offset, size] : places) {
    CHECK((in_order.at(offset, size) == std::string_view(all).substr(offset, size)));
    const std::size_t other = random() % all.size();
    CHECK((anywhere.at(other, 1000) == std::string_view(all).substr(other, 1000)));
  }
  CHECK(in_order.at(all.size(), 10).empty());
}

TEST_CASE("a spool leaves no file behind and says which folder it cannot use") {
  const auto place = std::filesystem::temp_directory_path() / "cxrval-spool-test";
  std::filesystem::remove_all(place);
  base::Spool lost(place.string(), 10);
  lost.append("12345678901");
  CHECK_THROWS_AS(lost.append("1"), base::Error);
  std::filesystem::create_directory(place);
  base::Spool spool(place.string(), 10);
  spool.append("12345678901");
  spool.append("1");
  CHECK(std::filesystem::is_empty(place));
  std::filesystem::remove_all(place);
}
