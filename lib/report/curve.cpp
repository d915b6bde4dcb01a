// SPDX-License-Identifier: Apache-2.0
#include "report/curve.hpp"

#include "report/legend.hpp"
#include "report/plot.hpp"
#include "report/square.hpp"
#include "report/svg.hpp"

#include <cmath>

namespace cxrval::report {
namespace {

constexpr Stroke curve_stroke{Colour::blue, 2};
constexpr Fill band_fill{Colour::blue, 0.18};
constexpr Stroke reference_stroke{Colour::soft, 1.2, Dash::dashed};
constexpr Fill point_fill{Colour::vermillion};

bool is_number(std::optional<double> number) {
  return number && std::isfinite(*number);
}

class Drawing {
 public:
  explicit Drawing(const Curve& curve) : curve_(curve), svg_(curve.heading) {}

  Figure draw() {
    if (!has_anything()) return empty_figure(curve_.heading, curve_.words.no_data, table());
    const SquarePlot plot(svg_, curve_.words.x, curve_.words.y, numbers());
    const double bottom = plot.draw_axes(svg_);
    draw_band(plot);
    draw_references(plot);
    draw_curve_line(plot);
    if (curve_.operating_point) {
      svg_.marker(Marker::diamond, plot.at(curve_.operating_point->x, curve_.operating_point->y), 6, point_fill);
    }
    return svg_.finish(plot.draw_legend(svg_, legend(), bottom) + 4, describe().text(), table());
  }

 private:
  const NumberStyle& numbers() const { return curve_.heading.numbers; }

  bool has_anything() const {
    if (curve_.operating_point) return true;
    for (const CurvePoint& point : curve_.points) {
      if (is_number(point.y)) return true;
    }
    return false;
  }

  void draw_band(const SquarePlot& plot) {
    std::vector<Point> low;
    std::vector<Point> high;
    const auto close = [&] {
      low.insert(low.end(), high.rbegin(), high.rend());
      if (low.size() > 2) svg_.polygon(low, band_fill);
      low.clear();
      high.clear();
    };
    for (const CurvePoint& point : curve_.points) {
      if (is_number(point.low) && is_number(point.high)) {
        low.push_back(plot.at(point.x, *point.low));
        high.push_back(plot.at(point.x, *point.high));
      } else {
        close();
      }
    }
    close();
  }

  void draw_references(const SquarePlot& plot) {
    if (curve_.diagonal) svg_.line(plot.at(0, 0), plot.at(1, 1), reference_stroke);
    if (is_number(curve_.level_line)) {
      svg_.line(plot.at(0, *curve_.level_line), plot.at(1, *curve_.level_line), reference_stroke);
    }
  }

  void draw_curve_line(const SquarePlot& plot) {
    std::vector<Point> run;
    const auto close = [&] {
      if (run.size() == 1) svg_.marker(Marker::circle, run.front(), 2, {curve_stroke.colour});
      if (run.size() > 1) svg_.polyline(run, curve_stroke);
      run.clear();
    };
    for (const CurvePoint& point : curve_.points) {
      if (is_number(point.y)) {
        run.push_back(plot.at(point.x, *point.y));
      } else {
        close();
      }
    }
    close();
  }

  bool has_band() const {
    for (const CurvePoint& point : curve_.points) {
      if (is_number(point.low) && is_number(point.high)) return true;
    }
    return false;
  }

  std::string point_label() const {
    const std::string& label = curve_.operating_point->label;
    return label.empty() ? curve_.words.point : curve_.words.point + ": " + label;
  }

  std::vector<LegendItem> legend() const {
    std::vector<LegendItem> items{line_item(curve_.words.curve, curve_stroke)};
    if (has_band()) items.push_back(fill_item(curve_.words.band, band_fill));
    if (curve_.operating_point) items.push_back(marker_item(point_label(), Marker::diamond, point_fill));
    if (curve_.diagonal) items.push_back(line_item(curve_.words.reference, reference_stroke));
    if (is_number(curve_.level_line)) {
      items.push_back(
          line_item(curve_.words.reference + " " + write_number(curve_.level_line, 3, numbers()), reference_stroke));
    }
    for (const std::string& note : curve_.notes) items.push_back(note_item(note));
    return items;
  }

  Description describe() const {
    Description text(curve_.heading);
    for (const std::string& note : curve_.notes) text.sentence(note + ".");
    if (curve_.operating_point) {
      text.item(point_label(), curve_.words.x + " " + write_number(curve_.operating_point->x, 3, numbers()) + ", " +
                                   curve_.words.y + " " + write_number(curve_.operating_point->y, 3, numbers()));
    }
    if (is_number(curve_.level_line)) {
      text.item(curve_.words.reference, write_number(curve_.level_line, 3, numbers()));
    }
    // Every tenth of the x axis tells how the curve goes.
    for (const CurvePoint& point : curve_.points) {
      const double tenths = point.x * 10;
      if (std::abs(tenths - std::round(tenths)) > 1e-9 || !is_number(point.y)) continue;
      text.item(curve_.words.x + " " + write_number(point.x, 1, numbers()),
                curve_.words.y + " " + write_interval(point.y, point.low, point.high, numbers()));
    }
    return text;
  }

  DataTable table() const {
    DataTable table{{"x", "y", "low", "high"}, {}};
    for (const CurvePoint& point : curve_.points) {
      table.rows.push_back({exact(point.x), exact(point.y), exact(point.low), exact(point.high)});
    }
    return table;
  }

  const Curve& curve_;
  Svg svg_;
};

}  // namespace

Figure draw_curve(const Curve& curve) {
  return Drawing(curve).draw();
}

}  // namespace cxrval::report
