// SPDX-License-Identifier: Apache-2.0
#include "report/calibration.hpp"

#include "report/legend.hpp"
#include "report/plot.hpp"
#include "report/square.hpp"
#include "report/svg.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::report {
namespace {

constexpr Stroke ideal_stroke{Colour::soft, 1.2, Dash::dashed};
constexpr double counts_height = 64;

bool is_drawn(const CalibrationPoint& bin) {
  return bin.mean_probability && std::isfinite(*bin.mean_probability) && bin.observed.value &&
         std::isfinite(*bin.observed.value);
}

class Drawing {
 public:
  explicit Drawing(const Calibration& input) : input_(input), svg_(input.heading) {}

  Figure draw() {
    if (std::none_of(input_.bins.begin(), input_.bins.end(), is_drawn)) {
      return empty_figure(input_.heading, input_.words.no_data, table());
    }
    const SquarePlot plot(svg_, input_.words.x, input_.words.y, numbers(), room_for_labels(counts_axis()));
    plot.draw_axes(svg_, false);
    svg_.line({plot.area().left, crisp(plot.area().bottom)}, {plot.area().right, crisp(plot.area().bottom)});
    svg_.line(plot.at(0, 0), plot.at(1, 1), ideal_stroke);
    draw_points(plot);
    const double bottom = draw_counts(plot);
    return svg_.finish(plot.draw_legend(svg_, legend(), bottom) + 4, describe().text(), table());
  }

 private:
  const NumberStyle& numbers() const { return input_.heading.numbers; }

  void draw_points(const SquarePlot& plot) {
    constexpr double cap = 3;
    for (const CalibrationPoint& bin : input_.bins) {
      if (!is_drawn(bin)) continue;
      const Point point = plot.at(*bin.mean_probability, *bin.observed.value);
      if (bin.observed.low && bin.observed.high) {
        const double low = plot.at(0, *bin.observed.low).y;
        const double high = plot.at(0, *bin.observed.high).y;
        svg_.line({point.x, low}, {point.x, high}, {Colour::blue, 1.5});
        svg_.line({point.x - cap, low}, {point.x + cap, low}, {Colour::blue, 1.5});
        svg_.line({point.x - cap, high}, {point.x + cap, high}, {Colour::blue, 1.5});
      }
      svg_.marker(Marker::circle, point, 4, {Colour::blue});
    }
  }

  Axis counts_axis() const {
    std::uint64_t most = 0;
    for (const CalibrationPoint& bin : input_.bins) most = std::max(most, bin.n);
    return count_axis(static_cast<double>(most), 2, input_.words.count, numbers());
  }

  // How many each bin holds, below the square and on the same horizontal axis.
  double draw_counts(const SquarePlot& plot) {
    const Axis axis = counts_axis();
    const double top = plot.area().bottom + room_for_title(axis, plot.area().right) + 10;
    const Box area{plot.area().left, top, plot.area().right, top + counts_height};
    const LinearScale up = y_scale(axis, area);
    for (const CalibrationPoint& bin : input_.bins) {
      if (bin.n == 0) continue;
      const double left = plot.at(bin.low, 0).x + 1;
      svg_.rect({left, up(static_cast<double>(bin.n)), plot.at(bin.high, 0).x - 1, area.bottom}, {Colour::bar});
    }
    draw_y_axis(svg_, axis, area, false);
    return plot.draw_horizontal_axis(svg_, area);
  }

  std::vector<LegendItem> legend() const {
    std::vector<LegendItem> items{interval_item(input_.words.observed, Marker::circle, Colour::blue),
                                  line_item(input_.words.ideal, ideal_stroke)};
    for (const std::string& note : input_.notes) items.push_back(note_item(note));
    return items;
  }

  Description describe() const {
    Description text(input_.heading);
    for (const std::string& note : input_.notes) text.sentence(note + ".");
    for (const CalibrationPoint& bin : input_.bins) {
      const std::string range =
          write_number(bin.low, 1, numbers()) + numbers().range + write_number(bin.high, 1, numbers());
      text.item(range, input_.words.count + " " + write_count(bin.n, numbers()) + ", " + input_.words.x + " " +
                           write_number(bin.mean_probability, 3, numbers()) + ", " + input_.words.y + " " +
                           write_interval(bin.observed.value, bin.observed.low, bin.observed.high, numbers()));
    }
    return text;
  }

  DataTable table() const {
    DataTable table{{"low", "high", "n", "mean_probability", "observed", "observed_low", "observed_high"}, {}};
    for (const CalibrationPoint& bin : input_.bins) {
      table.rows.push_back({exact(bin.low), exact(bin.high), std::to_string(bin.n), exact(bin.mean_probability),
                            exact(bin.observed.value), exact(bin.observed.low), exact(bin.observed.high)});
    }
    return table;
  }

  const Calibration& input_;
  Svg svg_;
};

}  // namespace

Figure draw_calibration(const Calibration& calibration) {
  return Drawing(calibration).draw();
}

}  // namespace cxrval::report
