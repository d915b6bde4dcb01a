// SPDX-License-Identifier: Apache-2.0
#include "report/plot.hpp"

#include "report/text_width.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::report {
namespace {

constexpr double tick_length = 5;
constexpr double label_gap = 4;

}  // namespace

double crisp(double pixel) {
  return std::floor(pixel) + 0.5;
}

Axis number_axis(Span domain, int about, std::string title, const NumberStyle& style) {
  return {domain, labelled(nice_ticks(domain, about), style), std::move(title)};
}

Axis count_axis(double most, int about, std::string title, const NumberStyle& style) {
  TickValues ticks = whole_ticks({0, std::max(1.0, most)}, about);
  if (ticks.values.back() < most) ticks.values.push_back(ticks.values.back() + ticks.step);
  return {{0, ticks.values.back()}, labelled(ticks, style), std::move(title)};
}

double room_for_labels(const Axis& axis) {
  double widest = 0;
  for (const Tick& tick : axis.ticks) widest = std::max(widest, text_width(tick.label, tick_size));
  return std::ceil(widest) + tick_length + label_gap;
}

LinearScale x_scale(const Axis& axis, const Box& area) {
  return {axis.domain, {area.left, area.right}};
}
LinearScale y_scale(const Axis& axis, const Box& area) {
  return {axis.domain, {area.bottom, area.top}};
}

double draw_x_axis(Svg& svg, const Axis& axis, const Box& area) {
  const LinearScale scale = x_scale(axis, area);
  std::vector<Tick> ticks = axis.ticks;
  thin_labels(ticks, scale, tick_size, svg.width());
  const double base = crisp(area.bottom);
  svg.line({area.left, base}, {area.right, base});
  for (const Tick& tick : ticks) {
    const double x = crisp(scale(tick.value));
    svg.line({x, base}, {x, base + tick_length});
    const double centre = label_centre(x, text_width(tick.label, tick_size), svg.width());
    svg.text({centre, base + tick_length + tick_size + 1}, tick.label, {tick_size, Anchor::middle});
  }
  const double end = base + tick_length + line_height(tick_size) + 2;
  if (axis.title.empty()) return end;
  const std::vector<std::string> lines = wrap(axis.title, area.width(), label_size);
  const double last =
      svg.text({(area.left + area.right) / 2, end + label_size + 3}, lines, {label_size, Anchor::middle});
  return last - label_size + 4;
}

void draw_y_axis(Svg& svg, const Axis& axis, const Box& area, bool grid) {
  const LinearScale scale = y_scale(axis, area);
  const double x = crisp(area.left);
  std::optional<double> last;
  for (const Tick& tick : axis.ticks) {
    const double y = crisp(scale(tick.value));
    if (grid && tick.value != axis.domain.low) svg.line({x, y}, {area.right, y}, {Colour::grid});
    svg.line({x - tick_length, y}, {x, y});
    if (last && *last - y < line_height(tick_size)) continue;
    svg.text({x - tick_length - label_gap, y + tick_size * 0.36}, tick.label, {tick_size, Anchor::end});
    last = y;
  }
  svg.line({x, area.top}, {x, crisp(area.bottom)});
  draw_axis_title(svg, axis.title, {0, 0, area.right, area.top});
}

void draw_axis_title(Svg& svg, const std::string& title, const Box& above) {
  const std::vector<std::string> lines = wrap(title, above.width(), label_size);
  const double height = line_height(label_size) * static_cast<double>(lines.size());
  svg.text({above.left, above.bottom - height - 6 + label_size}, lines, {label_size});
}

double room_for_title(const Axis& axis, double width) {
  if (axis.title.empty()) return 8;
  return line_height(label_size) * static_cast<double>(wrap(axis.title, width, label_size).size()) + 8;
}

Description::Description(const Heading& heading) {
  sentence(heading.lead);
}

Description& Description::item(const std::string& label, const std::string& value) {
  return sentence(label.empty() ? value : label + ": " + value + ".");
}

Description& Description::sentence(const std::string& text) {
  if (text.empty()) return *this;
  if (!text_.empty()) text_ += ' ';
  text_ += text;
  return *this;
}

Figure empty_figure(const Heading& heading, const std::string& no_data, DataTable data) {
  constexpr double height = 96;
  Svg svg(heading);
  svg.frame({0.5, 0.5, svg.width() - 0.5, height - 0.5}, {Colour::grid, 1, Dash::dashed}, 4);
  const std::vector<std::string> lines = wrap(no_data, svg.width() - 32, label_size, 3);
  const double first = height / 2 + 5 - line_height(label_size) * static_cast<double>(lines.size() - 1) / 2;
  svg.text({svg.width() / 2, first}, lines, {label_size, Anchor::middle, false, Colour::soft});
  return svg.finish(height, Description(heading).sentence(no_data).text(), std::move(data));
}

std::optional<Span> span_of(const std::vector<std::optional<double>>& numbers) {
  std::optional<Span> span;
  for (const auto& number : numbers) {
    if (!number || !std::isfinite(*number)) continue;
    span = span ? Span{std::min(span->low, *number), std::max(span->high, *number)} : Span{*number, *number};
  }
  return span;
}

}  // namespace cxrval::report
