// SPDX-License-Identifier: Apache-2.0
#include "report/legend.hpp"

#include "report/plot.hpp"
#include "report/text_width.hpp"

#include <algorithm>

namespace cxrval::report {
namespace {

constexpr double sample_width = 26;
constexpr double sample_gap = 7;
constexpr double item_gap = 22;

double indent(const LegendItem& item) {
  return item.sample ? sample_width + sample_gap : 0;
}

double width_of(const LegendItem& item) {
  return indent(item) + text_width(item.label, tick_size);
}

// One item with its upper left corner; returns where it ends.
double draw_item(Svg& svg, const LegendItem& item, Point corner, double width) {
  const double height = line_height(tick_size);
  if (item.sample) item.sample(svg, {corner.x, corner.y + 1, corner.x + sample_width, corner.y + height - 1});
  const auto lines = wrap(item.label, std::max(60.0, width - indent(item)), tick_size);
  svg.text({corner.x + indent(item), corner.y + tick_size}, lines, {tick_size});
  return corner.y + height * static_cast<double>(lines.size());
}

double middle(const Box& box) {
  return (box.top + box.bottom) / 2;
}

}  // namespace

LegendItem line_item(std::string label, Stroke stroke) {
  return {std::move(label), [stroke](Svg& svg, const Box& box) {
            const double y = crisp(middle(box));
            svg.line({box.left, y}, {box.right, y}, stroke);
          }};
}

LegendItem fill_item(std::string label, Fill fill) {
  return {std::move(label), [fill](Svg& svg, const Box& box) {
            svg.rect({box.left, box.top + 1, box.right, box.bottom - 1}, fill);
          }};
}

LegendItem hatch_item(std::string label) {
  return {std::move(label), [](Svg& svg, const Box& box) {
            svg.hatched({box.left, box.top + 1, box.right, box.bottom - 1});
          }};
}

LegendItem marker_item(std::string label, Marker marker, Fill fill) {
  return {std::move(label), [marker, fill](Svg& svg, const Box& box) {
            svg.marker(marker, {(box.left + box.right) / 2, middle(box)}, 5, fill);
          }};
}

LegendItem interval_item(std::string label, Marker marker, Colour colour) {
  return {std::move(label), [marker, colour](Svg& svg, const Box& box) {
            const double y = crisp(middle(box));
            svg.line({box.left, y}, {box.right, y}, {colour, 1.5});
            svg.marker(marker, {(box.left + box.right) / 2, y}, 4.5, {colour});
          }};
}

LegendItem note_item(std::string label) {
  return {std::move(label), {}};
}

double draw_legend(Svg& svg, const std::vector<LegendItem>& items, const Box& box) {
  double x = box.left;
  double top = box.top;
  double bottom = box.top;
  for (const LegendItem& item : items) {
    if (item.label.empty()) continue;
    const double width = std::min(width_of(item) + 1, box.width());
    if (x > box.left && x + width > box.right) {
      x = box.left;
      top = bottom + 2;
    }
    bottom = std::max(bottom, draw_item(svg, item, {x, top}, width));
    x += width + item_gap;
  }
  return bottom;
}

double draw_legend_column(Svg& svg, const std::vector<LegendItem>& items, const Box& box) {
  double y = box.top;
  for (const LegendItem& item : items) {
    if (!item.label.empty()) y = draw_item(svg, item, {box.left, y}, box.width()) + 4;
  }
  return y;
}

}  // namespace cxrval::report
