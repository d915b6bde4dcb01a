// SPDX-License-Identifier: Apache-2.0
#include "report/svg.hpp"

#include "base/number.hpp"
#include "report/escape.hpp"
#include "report/palette.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cxrval::report {
namespace {

constexpr double least_width = 340;

// Two decimals without zeros at the end.
std::string number(double value) {
  std::string text = base::format_fixed(std::isfinite(value) ? value : 0, 2);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string attribute(std::string_view name, std::string_view value) {
  std::string text;
  text.append(" ").append(name).append("=\"").append(value).append("\"");
  return text;
}

std::string stroke_attributes(const Stroke& stroke) {
  std::string text = attribute("class", stroke_class(stroke.colour));
  if (stroke.width != 1) text += attribute("stroke-width", number(stroke.width));
  if (stroke.dash == Dash::dashed) text += attribute("stroke-dasharray", "6 4");
  if (stroke.dash == Dash::dotted) text += attribute("stroke-dasharray", "1.5 3");
  if (stroke.dash == Dash::dash_dotted) text += attribute("stroke-dasharray", "8 3 1.5 3");
  return text;
}

std::string fill_attributes(const Fill& fill) {
  std::string text = attribute("class", fill_class(fill.colour));
  if (fill.opacity != 1) text += attribute("fill-opacity", number(fill.opacity));
  return text;
}

std::string box_attributes(const Box& box) {
  return attribute("x", number(box.left)) + attribute("y", number(box.top)) +
         attribute("width", number(std::max(0.0, box.width()))) +
         attribute("height", number(std::max(0.0, box.height())));
}

std::string points_attribute(const std::vector<Point>& points) {
  std::string text;
  for (const Point& point : points) text += (text.empty() ? "" : " ") + number(point.x) + "," + number(point.y);
  return attribute("points", text);
}

std::string_view anchor_name(Anchor anchor) {
  return anchor == Anchor::middle ? "middle" : "end";
}

std::string root_tag(const std::string& id, const Box& view) {
  const std::string size = number(view.width()) + " " + number(view.height());
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"cxr-figure\" role=\"img\"" +
         attribute("viewBox", number(view.left) + " " + number(view.top) + " " + size) +
         attribute("width", number(view.width())) + attribute("height", number(view.height())) +
         attribute("aria-labelledby", id + "-title") + attribute("aria-describedby", id + "-desc") + ">\n";
}

}  // namespace

double line_height(double size) {
  return std::round(size * 1.35);
}

Svg::Svg(const Heading& heading)
    : heading_(heading), id_(identifier(heading.id)), width_(std::max(least_width, heading.width)) {}

void Svg::element(std::string_view name, std::string_view attributes) {
  body_.append("<").append(name).append(attributes).append("/>\n");
}

void Svg::text(Point at, std::string_view line, const TextStyle& style) {
  if (line.empty()) return;
  body_ += "<text" + attribute("x", number(at.x)) + attribute("y", number(at.y)) +
           attribute("font-size", number(style.size)) + attribute("class", fill_class(style.colour));
  if (style.anchor != Anchor::start) body_ += attribute("text-anchor", anchor_name(style.anchor));
  if (style.bold) body_ += attribute("font-weight", "600");
  body_ += ">" + escape(line) + "</text>\n";
}

double Svg::text(Point at, const std::vector<std::string>& lines, const TextStyle& style) {
  for (const std::string& line : lines) {
    text(at, line, style);
    at.y += line_height(style.size);
  }
  return at.y;
}

void Svg::line(Point from, Point to, const Stroke& stroke) {
  element("line", attribute("x1", number(from.x)) + attribute("y1", number(from.y)) + attribute("x2", number(to.x)) +
                      attribute("y2", number(to.y)) + stroke_attributes(stroke));
}

void Svg::polyline(const std::vector<Point>& points, const Stroke& stroke) {
  element("polyline", points_attribute(points) + attribute("fill", "none") + attribute("stroke-linejoin", "round") +
                          stroke_attributes(stroke));
}

void Svg::polygon(const std::vector<Point>& points, const Fill& fill) {
  element("polygon", points_attribute(points) + fill_attributes(fill));
}

void Svg::rect(const Box& box, const Fill& fill) {
  element("rect", box_attributes(box) + fill_attributes(fill));
}

void Svg::rects(const std::vector<Box>& boxes, const Fill& fill) {
  std::string path;
  for (const Box& box : boxes) {
    path += 'M' + number(box.left) + ' ' + number(box.top) + 'H' + number(box.right) + 'V' + number(box.bottom) + 'H' +
            number(box.left) + 'z';
  }
  if (!path.empty()) element("path", attribute("d", path) + fill_attributes(fill));
}

void Svg::frame(const Box& box, const Stroke& stroke, double radius) {
  std::string attributes = box_attributes(box) + attribute("fill", "none") + stroke_attributes(stroke);
  if (radius > 0) attributes += attribute("rx", number(radius));
  element("rect", attributes);
}

void Svg::hatched(const Box& box) {
  hatch_used_ = true;
  element("rect", box_attributes(box) + attribute("fill", "url(#" + id_ + "-hatch)"));
}

void Svg::marker(Marker marker, Point at, double radius, const Fill& fill) {
  const double r = radius;
  switch (marker) {
    case Marker::circle:
      element("circle", attribute("cx", number(at.x)) + attribute("cy", number(at.y)) + attribute("r", number(r)) +
                            fill_attributes(fill));
      break;
    case Marker::square:
      rect({at.x - r, at.y - r, at.x + r, at.y + r}, fill);
      break;
    case Marker::diamond:
      polygon({{at.x, at.y - r}, {at.x + r, at.y}, {at.x, at.y + r}, {at.x - r, at.y}}, fill);
      break;
    case Marker::triangle:
      polygon({{at.x, at.y - r}, {at.x + r, at.y + r}, {at.x - r, at.y + r}}, fill);
      break;
  }
}

Figure Svg::finish(double height, std::string description, DataTable data) const {
  std::string svg = root_tag(id_, {0, 0, width_, height});
  svg += "<title" + attribute("id", id_ + "-title") + ">" + escape(heading_.title) + "</title>\n";
  svg += "<desc" + attribute("id", id_ + "-desc") + ">" + escape(description) + "</desc>\n";
  if (hatch_used_) {
    svg += "<defs><pattern" + attribute("id", id_ + "-hatch") +
           " width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><line x1=\"0\" "
           "y1=\"0\" x2=\"0\" y2=\"6\" stroke-width=\"2\"" +
           attribute("class", stroke_class(Colour::soft)) + "/></pattern></defs>\n";
  }
  svg += body_ + "</svg>\n";
  return {id_, heading_.title, std::move(description), std::move(svg), std::move(data), width_, height};
}

std::string standalone_svg(const Figure& figure) {
  constexpr std::string_view head_end = "</desc>\n";
  constexpr double margin = 12;
  const Box view{-margin, -margin, figure.width + margin, figure.height + margin};
  const std::size_t head = figure.svg.find("<title");
  const std::size_t body = figure.svg.find(head_end) + head_end.size();
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root_tag(figure.id, view) +
         figure.svg.substr(head, body - head) + "<style>\n" + figure_style() + "</style>\n<rect" +
         box_attributes(view) + fill_attributes({Colour::paper}) + "/>\n" + figure.svg.substr(body);
}

}  // namespace cxrval::report
