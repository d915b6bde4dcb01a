// SPDX-License-Identifier: Apache-2.0
#include "report/axis.hpp"

#include "base/number.hpp"
#include "catch.hpp"
#include "report/text_width.hpp"

#include <cmath>
#include <limits>
#include <random>

using namespace cxrval;
using namespace cxrval::report;

TEST_CASE("ticks are multiples of 1, 2 or 5 without rounding errors") {
  REQUIRE(nice_ticks({0, 1}, 5).values == std::vector<double>{0, 0.2, 0.4, 0.6, 0.8, 1});
  REQUIRE(nice_ticks({0.621, 0.689}, 7).values == std::vector<double>{0.63, 0.64, 0.65, 0.66, 0.67, 0.68});
  REQUIRE(nice_ticks({-0.3, 0.3}, 6).values == std::vector<double>{-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3});
  REQUIRE(nice_ticks({0, 2400}, 5).values == std::vector<double>{0, 500, 1000, 1500, 2000});
}

TEST_CASE("ticks stand inside the span, evenly, at most twice as many as wanted, and read back from their labels") {
  std::mt19937_64 random(5);
  const auto uniform = [&] { return static_cast<double>(random() >> 11) * 0x1p-52 - 1; };
  NumberStyle style;
  style.group = "";
  for (int round = 0; round < 5000; ++round) {
    const double scale = std::pow(10, 6 * uniform());
    const double low = scale * uniform();
    const Span span{low, low + scale * (0.01 + std::abs(uniform()))};
    const int about = 1 + static_cast<int>(random() % 10);
    const TickValues ticks = nice_ticks(span, about);
    REQUIRE(ticks.values.size() <= static_cast<std::size_t>(2 * about + 1));
    for (const double value : ticks.values) {
      REQUIRE(value >= span.low - 1e-8 * ticks.step);
      REQUIRE(value <= span.high + 1e-8 * ticks.step);
      REQUIRE(base::parse_real(base::format_fixed(value, ticks.digits)) == value);
    }
    const Span nice = nice_span(span, about);
    REQUIRE(nice.low <= span.low + 1e-8 * ticks.step);
    REQUIRE(nice.high >= span.high - 1e-8 * ticks.step);
    REQUIRE(nice.size() <= span.size() + 2.0001 * ticks.step);
  }
}

TEST_CASE("spans without extent and numbers that are none have ticks that can be drawn") {
  REQUIRE(nice_ticks({3, 3}, 5).values == std::vector<double>{3});
  REQUIRE(nice_ticks({0, std::numeric_limits<double>::quiet_NaN()}, 5).values.empty());
  REQUIRE(nice_ticks({0, std::numeric_limits<double>::infinity()}, 5).values.empty());
  REQUIRE(nice_span({0, 0}, 5).size() > 0);
  REQUIRE(nice_span({0.65, 0.65}, 5).low < 0.65);
  REQUIRE(nice_span({0.65, 0.65}, 5).high > 0.65);
}

TEST_CASE("ticks of counts are whole") {
  REQUIRE(whole_ticks({0, 1}, 5).values == std::vector<double>{0, 1});
  REQUIRE(whole_ticks({0, 3}, 8).values == std::vector<double>{0, 1, 2, 3});
  REQUIRE(whole_ticks({0, 0}, 8).values == std::vector<double>{0});
}

TEST_CASE("a scale is straight, and a domain without extent is the middle") {
  REQUIRE(LinearScale({0, 10}, {100, 200})(2.5) == 125);
  REQUIRE(LinearScale({0, 10}, {200, 100})(2.5) == 175);
  REQUIRE(LinearScale({3, 3}, {100, 200})(3) == 150);
}

TEST_CASE("days are numbers and texts") {
  REQUIRE(day_number("1970-01-01") == 0);
  REQUIRE(day_number("2020-11-01") == 18567);
  REQUIRE(day_number("1969-12-31") == -1);
  REQUIRE(day_text(18567) == "2020-11-01");
  REQUIRE(day_text(-1) == "1969-12-31");
  REQUIRE_THROWS_AS(day_number("2020-02-30"), std::invalid_argument);
  REQUIRE_THROWS_AS(day_number("1.11.2020"), std::invalid_argument);
}

TEST_CASE("ticks of days are days, months or years") {
  const auto labels = [](const std::string& first, const std::string& last, int about) {
    std::vector<std::string> made;
    for (const Tick& tick : day_ticks(day_number(first), day_number(last), about)) made.push_back(tick.label);
    return made;
  };
  REQUIRE(labels("2020-11-01", "2020-11-03", 5) == std::vector<std::string>{"2020-11-01", "2020-11-02", "2020-11-03"});
  REQUIRE(labels("2020-11-01", "2020-11-20", 3) == std::vector<std::string>{"2020-11-01", "2020-11-08", "2020-11-15"});
  REQUIRE(labels("2020-11-15", "2021-04-02", 5) ==
          std::vector<std::string>{"2020-12", "2021-01", "2021-02", "2021-03", "2021-04"});
  REQUIRE(labels("2015-06-01", "2019-12-31", 5) == std::vector<std::string>{"2016", "2017", "2018", "2019"});
  REQUIRE(labels("2020-11-01", "2020-11-01", 5) == std::vector<std::string>{"2020-11-01"});
}

TEST_CASE("labels that are left stand apart and inside the figure") {
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    std::vector<Tick> ticks;
    const std::size_t count = 1 + random() % 40;
    for (std::size_t i = 0; i < count; ++i) {
      ticks.push_back({static_cast<double>(i), std::string(1 + random() % 10, '8')});
    }
    const double width = 300 + static_cast<double>(random() % 500);
    const LinearScale scale({0, static_cast<double>(count)}, {40, width - 12});
    thin_labels(ticks, scale, 12, width);
    REQUIRE_FALSE(ticks.front().label.empty());
    double end = 0;
    for (const Tick& tick : ticks) {
      if (tick.label.empty()) continue;
      const double half = text_width(tick.label, 12) / 2;
      const double centre = label_centre(scale(tick.value), 2 * half, width);
      REQUIRE(centre - half >= end - 1e-9);
      REQUIRE(centre + half <= width + 1e-9);
      end = centre + half + 8;
    }
  }
}
