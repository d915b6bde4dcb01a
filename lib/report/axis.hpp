// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/number_style.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace cxrval::report {

struct Span {
  double low = 0;
  double high = 1;

  double size() const { return high - low; }
};

// Numbers to pixels, straight. A domain without extent maps to the middle.
class LinearScale {
 public:
  LinearScale(Span domain, Span pixels) : domain_(domain), pixels_(pixels) {}

  double operator()(double value) const;
  const Span& domain() const { return domain_; }
  const Span& pixels() const { return pixels_; }

 private:
  Span domain_;
  Span pixels_;
};

struct Tick {
  double value = 0;
  std::string label{};  // empty: a mark without a label
};

// Multiples of a step of 1, 2 or 5 times a power of ten inside the span (its ends included), about as many as wanted
// and at most twice that; each is the double nearest to its decimal number.
struct TickValues {
  std::vector<double> values{};
  double step = 1;
  int digits = 0;  // behind the point that tell neighbours apart
};
TickValues nice_ticks(Span span, int about);
// The same of whole numbers.
TickValues whole_ticks(Span span, int about);

// The smallest span of whole steps of nice_ticks() that holds the span; one without extent is widened.
Span nice_span(Span span, int about);

std::vector<Tick> labelled(const TickValues& ticks, const NumberStyle& style);

// Days since 1970-01-01 of `YYYY-MM-DD`; throws std::invalid_argument for what is no day.
std::int64_t day_number(const std::string& day);
std::string day_text(std::int64_t day);

// Days, first days of months or of years inside first..last, about as many as wanted and at most twice that, labelled
// YYYY-MM-DD, YYYY-MM or YYYY.
std::vector<Tick> day_ticks(std::int64_t first, std::int64_t last, int about);

// Where a label of this width is centred: at its tick, or moved inside the figure.
double label_centre(double tick, double label_width, double figure_width);

// Labels are dropped until what is left stands at least 8 pixels apart at this size, every second, third ... one kept;
// the marks stay.
void thin_labels(std::vector<Tick>& ticks, const LinearScale& scale, double size, double figure_width);

}  // namespace cxrval::report
