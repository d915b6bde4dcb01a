// SPDX-License-Identifier: Apache-2.0
#include "report/flags.hpp"

#include "report/plot.hpp"
#include "report/text_width.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace cxrval::report {
namespace {

constexpr double gap = 6;  // between a line and its label
constexpr double row_height = 16;
constexpr double above_area = 4;
constexpr std::size_t most_flags = 6;

double top_of_row(int row) {
  return row_height * (row + 1) + above_area;
}

Span extent(const Flag& flag, bool before) {
  const double width = text_width(flag.label, tick_size);
  return before ? Span{flag.x - gap - width, flag.x - gap} : Span{flag.x + gap, flag.x + gap + width};
}

// Labels inside the figure, apart from each other, and clear of the lines that go up to higher rows.
bool is_clear(const std::vector<Flag>& flags, const std::vector<FlagPlace>& places, double width) {
  for (std::size_t i = 0; i < flags.size(); ++i) {
    const Span label = extent(flags[i], places[i].before);
    if (label.low < 0 || label.high > width) return false;
    for (std::size_t j = 0; j < flags.size(); ++j) {
      if (j == i || places[j].row < places[i].row) continue;
      if (flags[j].x > label.low - 2 && flags[j].x < label.high + 2) return false;
      const Span other = extent(flags[j], places[j].before);
      if (places[j].row == places[i].row && other.low < label.high + gap && label.low < other.high + gap) return false;
    }
  }
  return true;
}

// The flags from left to right, by their places in the vector.
std::vector<std::size_t> from_left(const std::vector<Flag>& flags) {
  std::vector<std::size_t> order(flags.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return flags[a].x < flags[b].x; });
  return order;
}

// Whether both labels of each pair, from outside, are turned or neither.
bool is_symmetric(unsigned turned, std::size_t count) {
  for (std::size_t i = 0; i < count / 2; ++i) {
    if ((turned >> i & 1U) != (turned >> (count - 1 - i) & 1U)) return false;
  }
  return true;
}

// Bit i of `turned` says that the label of the i-th flag from the left stands inside, not outside.
std::vector<FlagPlace> places_of(const std::vector<std::size_t>& order, const std::vector<int>& rows, unsigned turned) {
  const std::size_t count = order.size();
  std::vector<FlagPlace> places(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t from_outside = std::min(i, count - 1 - i);
    places[order[i]] = {rows[from_outside], (i < rows.size()) != ((turned >> i & 1U) == 1)};
  }
  return places;
}

}  // namespace

double FlagLayout::height() const {
  int most = -1;
  for (const FlagPlace& place : places) most = std::max(most, place.row);
  return most < 0 ? 0 : top_of_row(most);
}

FlagLayout flag_layout(const std::vector<Flag>& flags, double figure_width) {
  const std::size_t count = flags.size();
  if (count == 0 || count > most_flags) return {};
  const std::vector<std::size_t> order = from_left(flags);
  std::vector<unsigned> sides(1U << count);
  std::iota(sides.begin(), sides.end(), 0U);
  std::stable_partition(sides.begin(), sides.end(), [&](unsigned turned) { return is_symmetric(turned, count); });
  for (const unsigned turned : sides) {
    std::vector<int> rows((count + 1) / 2);
    std::iota(rows.begin(), rows.end(), 0);
    do {
      const std::vector<FlagPlace> places = places_of(order, rows, turned);
      if (is_clear(flags, places, figure_width)) return {places};
    } while (std::next_permutation(rows.begin(), rows.end()));
  }
  return {};
}

void draw_flags(Svg& svg, const std::vector<Flag>& flags, const Box& area, const FlagLayout& layout) {
  for (std::size_t i = 0; i < flags.size(); ++i) {
    const double x = crisp(flags[i].x);
    const double up = layout.fits() ? top_of_row(layout.places[i].row) : 0;
    svg.line({x, area.top - up}, {x, area.bottom}, flags[i].stroke);
    if (!layout.fits()) continue;
    const bool before = layout.places[i].before;
    svg.text({before ? flags[i].x - gap : flags[i].x + gap, area.top - up + tick_size - 1}, flags[i].label,
             {tick_size, before ? Anchor::end : Anchor::start});
  }
}

}  // namespace cxrval::report
