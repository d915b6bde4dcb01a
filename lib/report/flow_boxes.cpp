// SPDX-License-Identifier: Apache-2.0
#include "report/flow_boxes.hpp"

#include "report/plot.hpp"
#include "report/text_width.hpp"

#include <algorithm>

namespace cxrval::report {
namespace {

constexpr double padding = 8;
constexpr double head = 4;  // half the width of an arrow's head
constexpr Stroke thin{};

}  // namespace

double FlowBoxes::entry(const FlowBox& box, const Box& inside, double size, bool bold) {
  const std::string count = box.count || !box.label.empty() ? write_count(box.count, numbers_) : "";
  const double room = inside.width() - text_width(count, size, true) - padding;
  const auto lines = wrap(box.label, std::max(40.0, room), size * (bold ? bold_width : 1));
  svg_.text({inside.left, inside.top + size}, lines, {size, Anchor::start, bold});
  svg_.text({inside.right, inside.top + size}, count, {size, Anchor::end, true});
  return inside.top + line_height(size) * static_cast<double>(lines.size());
}

void FlowBoxes::outline(const Box& box, Dash dash) {
  svg_.frame(box, {Colour::ink, 1, dash}, 3);
}

double FlowBoxes::plain(const FlowBox& box, const Box& place) {
  const Box inside{place.left + padding, place.top + padding - 1, place.right - padding, 0};
  const double bottom = crisp(entry(box, inside, label_size, false) + padding - 2);
  outline({crisp(place.left), crisp(place.top), crisp(place.right), bottom}, Dash::solid);
  return bottom;
}

double FlowBoxes::losses(const FlowLosses& losses, const Box& place) {
  Box inside{place.left + padding, place.top + padding - 2, place.right - padding, 0};
  if (!losses.box.label.empty() || losses.box.count) inside.top = entry(losses.box, inside, tick_size, true) + 2;
  for (const FlowBox& reason : losses.reasons) inside.top = entry(reason, inside, tick_size, false) + 1;
  const double bottom = crisp(inside.top + padding - 3);
  outline({crisp(place.left), crisp(place.top), crisp(place.right), bottom}, Dash::dashed);
  return bottom;
}

std::vector<Box> FlowBoxes::row(const std::vector<FlowBox>& boxes, const Box& place, double between) {
  const auto count = static_cast<double>(boxes.size());
  const double width = (place.width() - between * (count - 1)) / count;
  std::vector<std::vector<std::string>> labels;
  std::size_t most = 0;
  for (const FlowBox& box : boxes) {
    labels.push_back(wrap(box.label, width - 2 * padding, label_size));
    most = std::max(most, labels.back().size());
  }
  const double height = line_height(label_size) * static_cast<double>(most + 1) + 2 * padding;
  std::vector<Box> placed;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const double left = place.left + static_cast<double>(i) * (width + between);
    const Box box{crisp(left), crisp(place.top), crisp(left + width), crisp(place.top + height)};
    outline(box, Dash::solid);
    const double middle = (box.left + box.right) / 2;
    svg_.text({middle, box.top + padding + label_size - 2}, labels[i], {label_size, Anchor::middle});
    svg_.text({middle, box.bottom - padding - 2}, write_count(boxes[i].count, numbers_),
              {label_size, Anchor::middle, true});
    placed.push_back(box);
  }
  return placed;
}

void FlowBoxes::arrow_down(Point from, double to) {
  const double x = crisp(from.x);
  const double y = crisp(to);
  svg_.line({x, from.y}, {x, y - head}, thin);
  svg_.polygon({{x - head, y - 2 * head}, {x + head, y - 2 * head}, {x, y}}, {Colour::ink});
}

void FlowBoxes::arrow_right(Point from, double to) {
  const double x = crisp(to);
  const double y = crisp(from.y);
  svg_.line({crisp(from.x), y}, {x - head, y}, thin);
  svg_.polygon({{x - 2 * head, y - head}, {x - 2 * head, y + head}, {x, y}}, {Colour::ink});
}

double FlowBoxes::join(const std::vector<Point>& from, Point to) {
  const double turn = crisp(to.y - 20);
  double left = to.x;
  double right = to.x;
  for (const Point& point : from) {
    svg_.line({crisp(point.x), point.y}, {crisp(point.x), turn}, thin);
    left = std::min(left, point.x);
    right = std::max(right, point.x);
  }
  svg_.line({crisp(left), turn}, {crisp(right), turn}, thin);
  arrow_down({to.x, turn}, to.y);
  return to.y;
}

void FlowBoxes::fork(Point from, const std::vector<Box>& to) {
  const double turn = crisp(to.front().top - 20);
  double left = from.x;
  double right = from.x;
  for (const Box& box : to) {
    const double middle = (box.left + box.right) / 2;
    arrow_down({middle, turn}, box.top);
    left = std::min(left, middle);
    right = std::max(right, middle);
  }
  svg_.line({crisp(from.x), from.y}, {crisp(from.x), turn}, thin);
  svg_.line({crisp(left), turn}, {crisp(right), turn}, thin);
}

}  // namespace cxrval::report
