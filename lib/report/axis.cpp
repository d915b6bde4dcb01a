// SPDX-License-Identifier: Apache-2.0
#include "report/axis.hpp"

#include "base/civil_time.hpp"
#include "base/number.hpp"
#include "report/text_width.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

namespace cxrval::report {
namespace {

constexpr std::int64_t seconds_a_day = 86400;

// m * 10^exponent.
struct Step {
  int mantissa = 1;
  int exponent = 0;

  double value() const { return times(1); }
  // Dividing by an exact power gives the double that the decimal number reads as.
  double times(double factor) const {
    const double power = std::pow(10.0, std::abs(exponent));
    return exponent < 0 ? factor * mantissa / power : factor * mantissa * power;
  }
};

Step step_of(double size, int about) {
  const double wanted = size / std::max(1, about);
  Step step{1, static_cast<int>(std::floor(std::log10(wanted)))};
  const double ratio = wanted / step.value();
  if (ratio > 7.07) return {1, step.exponent + 1};
  step.mantissa = ratio > 3.16 ? 5 : ratio > 1.41 ? 2 : 1;
  return step;
}

// What doubles can still tell apart.
double least_size(Span span) {
  return 1e-12 * std::max({std::abs(span.low), std::abs(span.high), 1e-12});
}

TickValues multiples(const Step& step, Span span) {
  constexpr double slack = 1e-9;
  TickValues ticks{{}, step.value(), std::max(0, -step.exponent)};
  const double first = std::ceil(span.low / ticks.step - slack);
  const double last = std::floor(span.high / ticks.step + slack);
  for (double i = first; i <= last; ++i) ticks.values.push_back(step.times(i) + 0.0);
  return ticks;
}

Span widened(Span span) {
  if (span.size() > least_size(span)) return span;
  const double half = span.low == 0 ? 0.5 : std::abs(span.low) / 2;
  return {span.low - half, span.high + half};
}

std::optional<std::int64_t> to_day(base::CivilDate date) {
  const auto time = base::make_time(date, 0, 0);
  return time ? std::optional(time->seconds / seconds_a_day) : std::nullopt;
}

base::CivilDate to_date(std::int64_t day) {
  return base::date_of({day * seconds_a_day});
}

std::vector<Tick> every(int days, std::int64_t first, std::int64_t last) {
  std::vector<Tick> ticks;
  for (std::int64_t day = first; day <= last; day += days) ticks.push_back({static_cast<double>(day), day_text(day)});
  return ticks;
}

// First days of every `months`-th month, counted from a January.
std::vector<Tick> every_months(int months, std::int64_t first, std::int64_t last) {
  std::vector<Tick> ticks;
  const base::CivilDate from = to_date(first);
  for (int month = (from.year * 12 + from.month - 1) / months * months;; month += months) {
    const auto day = to_day({month / 12, month % 12 + 1, 1});
    if (!day || *day > last) return ticks;
    const std::string text = day_text(*day);
    if (*day >= first) ticks.push_back({static_cast<double>(*day), text.substr(0, months % 12 == 0 ? 4 : 7)});
  }
}

}  // namespace

double LinearScale::operator()(double value) const {
  const double share = domain_.size() > 0 ? (value - domain_.low) / domain_.size() : 0.5;
  return pixels_.low + share * pixels_.size();
}

TickValues nice_ticks(Span span, int about) {
  if (!std::isfinite(span.low) || !std::isfinite(span.high)) return {};
  if (span.size() <= least_size(span)) return {{span.low}, 1, span.low == std::floor(span.low) ? 0 : 3};
  return multiples(step_of(span.size(), about), span);
}

TickValues whole_ticks(Span span, int about) {
  if (!std::isfinite(span.low) || !std::isfinite(span.high)) return {};
  const Step step = span.size() > 0 ? step_of(span.size(), about) : Step{};
  return multiples(step.exponent < 0 ? Step{} : step, span);
}

Span nice_span(Span span, int about) {
  span = widened(span);
  const Step step = step_of(span.size(), about);
  constexpr double slack = 1e-9;
  return {step.times(std::floor(span.low / step.value() + slack)),
          step.times(std::ceil(span.high / step.value() - slack))};
}

std::vector<Tick> labelled(const TickValues& ticks, const NumberStyle& style) {
  std::vector<Tick> made;
  for (const double value : ticks.values) made.push_back({value, write_number(value, ticks.digits, style)});
  return made;
}

std::int64_t day_number(const std::string& day) {
  const auto time = base::parse_iso(day + "T00:00");
  if (!time) throw std::invalid_argument("not a day as YYYY-MM-DD");
  return time->seconds >= 0 ? time->seconds / seconds_a_day : -(-time->seconds / seconds_a_day);
}

std::string day_text(std::int64_t day) {
  return base::to_iso({day * seconds_a_day}).substr(0, 10);
}

std::vector<Tick> day_ticks(std::int64_t first, std::int64_t last, int about) {
  const double wanted = static_cast<double>(last - first) / std::max(1, about);
  for (const int days : {1, 2, 7}) {
    if (wanted <= days * 1.5) return every(days, first, last);
  }
  constexpr double month = 30.4;
  if (wanted <= 21) return every(14, first, last);
  int months = 1;
  for (const int next : {2, 3, 6, 12, 24, 60, 120, 240, 600, 1200}) {
    if (wanted > months * month * 1.2) months = next;
  }
  return every_months(months, first, last);
}

double label_centre(double tick, double label_width, double figure_width) {
  const double half = label_width / 2;
  return std::clamp(tick, half, std::max(half, figure_width - half));
}

void thin_labels(std::vector<Tick>& ticks, const LinearScale& scale, double size, double figure_width) {
  constexpr double gap = 8;
  const auto fits = [&](std::size_t stride) {
    std::optional<double> end;
    for (std::size_t i = 0; i < ticks.size(); i += stride) {
      const double width = text_width(ticks[i].label, size);
      const double centre = label_centre(scale(ticks[i].value), width, figure_width);
      if (end && centre - width / 2 < *end + gap) return false;
      end = centre + width / 2;
    }
    return true;
  };
  std::size_t stride = 1;
  while (stride < ticks.size() && !fits(stride)) ++stride;
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    if (i % stride != 0) ticks[i].label.clear();
  }
}

}  // namespace cxrval::report
