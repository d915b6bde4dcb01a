// SPDX-License-Identifier: Apache-2.0
#include "bootstrap-f1/plot.hpp"

#include "catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace cxrval::bootstrap_f1;

TEST_CASE("no values are no histogram") {
  CHECK(plot({}, {}).empty());
}

TEST_CASE("equal values are one line") {
  const std::vector<double> values(7, 0.25);
  const auto lines = plot(values, {0.25, {}, {}});
  REQUIRE(lines.size() == 1);
  CHECK(lines[0] == "     0.250 |" + std::string(50, '*') + "  < estimate");
}

TEST_CASE("every value is in a bin and the fullest bin has the longest bar") {
  std::vector<double> values;
  for (int i = 0; i <= 20; ++i) {
    const int times = i == 10 ? 100 : 50;
    for (int j = 0; j < times; ++j) values.push_back(i / 20.0);
  }
  const auto lines = plot(values, {0.5, 0.0, 1.0});
  REQUIRE(lines.size() == 21);
  const auto stars = [](const std::string& line) { return std::count(line.begin(), line.end(), '*'); };
  CHECK(stars(lines[10]) == 50);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i != 10) CHECK(stars(lines[i]) == 25);
  }
  CHECK(lines[0].find("< low") != std::string::npos);
  CHECK(lines[10].find("< estimate") != std::string::npos);
  CHECK(lines[20].find("< high") != std::string::npos);
  CHECK(lines[10].substr(0, 12) == "     0.500 |");
}

TEST_CASE("a bin with few values has a star") {
  std::vector<double> values(1000, 0.0);
  values.push_back(1.0);
  CHECK(plot(values, {}).back().find('*') != std::string::npos);
}
