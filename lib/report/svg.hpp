// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/figure.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cxrval::report {

// In pixels of the drawing, from its upper left corner.
struct Point {
  double x = 0;
  double y = 0;
};

struct Box {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;

  double width() const { return right - left; }
  double height() const { return bottom - top; }
};

enum class Anchor { start, middle, end };

// Colours are roles whose light and dark values figure_style() has.
enum class Colour { ink, soft, grid, paper, bar, blue, vermillion, green, orange, purple };

struct TextStyle {
  double size = 13;
  Anchor anchor = Anchor::start;
  bool bold = false;
  Colour colour = Colour::ink;
};

enum class Dash { solid, dashed, dotted, dash_dotted };

struct Stroke {
  Colour colour = Colour::ink;
  double width = 1;
  Dash dash = Dash::solid;
};

struct Fill {
  Colour colour = Colour::bar;
  double opacity = 1;
};

enum class Marker { circle, square, diamond, triangle };

// Writes the elements of one figure in the order of the calls, bottom first. Numbers have two decimals.
class Svg {
 public:
  explicit Svg(const Heading& heading);

  double width() const { return width_; }

  // One line at its base line. Text of anyone; every text is a paragraph of its own, so that its direction stays
  // inside.
  void text(Point at, std::string_view line, const TextStyle& style = {});
  // Lines below each other, line_height() apart; returns the base line of the next one.
  double text(Point at, const std::vector<std::string>& lines, const TextStyle& style = {});
  void line(Point from, Point to, const Stroke& stroke = {});
  void polyline(const std::vector<Point>& points, const Stroke& stroke);
  void polygon(const std::vector<Point>& points, const Fill& fill);
  void rect(const Box& box, const Fill& fill);
  void rects(const std::vector<Box>& boxes, const Fill& fill);  // as one element, which is shorter
  void frame(const Box& box, const Stroke& stroke, double radius = 0);
  void hatched(const Box& box);
  void marker(Marker marker, Point at, double radius, const Fill& fill);

  // `description` is the text alternative.
  Figure finish(double height, std::string description, DataTable data) const;

 private:
  void element(std::string_view name, std::string_view attributes);

  Heading heading_;
  std::string id_;
  double width_;
  bool hatch_used_ = false;
  std::string body_;
};

double line_height(double size);

}  // namespace cxrval::report
