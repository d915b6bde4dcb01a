// SPDX-License-Identifier: Apache-2.0
#include "report/bounds.hpp"

#include "report/row_chart.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::report {
namespace {

constexpr Fill range_fill{Colour::orange, 0.45};
constexpr Stroke reference_stroke{Colour::soft, 1.2, Dash::dashed};
constexpr double half_range = 7;

class Drawing {
 public:
  explicit Drawing(const Bounds& bounds) : bounds_(bounds), svg_(bounds.heading) {}

  Figure draw() {
    if (bounds_.rows.empty()) return empty_figure(bounds_.heading, bounds_.words.no_data, table());
    RowChart chart;
    chart.columns = {"", bounds_.words.estimate, bounds_.words.bounds};
    chart.axis = number_axis(span(), ticks_of_rows, bounds_.words.x, numbers());
    for (const BoundsRow& row : bounds_.rows) chart.rows.push_back(chart_row(row));
    chart.line = {bounds_.reference, reference_stroke, false};
    chart.legend = {interval_item(bounds_.words.estimate, Marker::circle, Colour::ink),
                    fill_item(bounds_.words.bounds, range_fill)};
    if (bounds_.reference) chart.legend.push_back(line_item(reference_text(), reference_stroke));
    const double height = draw_row_chart(svg_, chart);
    return svg_.finish(height, describe().text(), table());
  }

 private:
  const NumberStyle& numbers() const { return bounds_.heading.numbers; }

  std::string reference_text() const {
    return bounds_.words.reference + " " + write_number(bounds_.reference, bounds_.digits, numbers());
  }

  Span span() const {
    std::vector<std::optional<double>> all{bounds_.reference};
    for (const BoundsRow& row : bounds_.rows) {
      all.insert(all.end(), {row.estimate.value, row.estimate.low, row.estimate.high, row.least, row.most});
    }
    return span_of_rows(all, {});
  }

  static bool has_range(const BoundsRow& row) {
    return row.least && row.most && std::isfinite(*row.least) && std::isfinite(*row.most);
  }

  std::string range_text(const BoundsRow& row) const {
    if (!row.least && !row.most) return "";
    return write_number(row.least, bounds_.digits, numbers()) + numbers().range +
           write_number(row.most, bounds_.digits, numbers());
  }

  std::string estimate_text(const BoundsRow& row) const {
    if (!row.estimate.value && has_range(row)) return "";
    return write_interval(row.estimate.value, row.estimate.low, row.estimate.high, numbers(), bounds_.digits);
  }

  RowChartRow chart_row(const BoundsRow& row) const {
    RowChartRow made{row.label, {"", estimate_text(row), range_text(row)}, {}, {}, {}};
    made.mark = [row](Svg& svg, const LinearScale& scale, double y) {
      if (has_range(row)) {
        const double low = scale(*row.least);
        const double high = scale(*row.most);
        svg.rect({low, y - half_range, high, y + half_range}, range_fill);
        for (const double x : {low, high}) svg.line({x, y - half_range}, {x, y + half_range}, {Colour::ink});
      }
      draw_interval(svg, scale, row.estimate, y);
      const auto x = place_of(scale, row.estimate.value);
      if (x) svg.marker(Marker::circle, {*x, y}, 4, {Colour::ink});
    };
    return made;
  }

  Description describe() const {
    Description text(bounds_.heading);
    if (bounds_.reference) text.sentence(reference_text() + ".");
    for (const BoundsRow& row : bounds_.rows) {
      const std::string estimate = estimate_text(row);
      const std::string range = range_text(row);
      const std::string both = range.empty() ? "" : bounds_.words.bounds + " " + range;
      text.item(row.label, estimate + (estimate.empty() || both.empty() ? "" : "; ") + both);
    }
    return text;
  }

  DataTable table() const {
    DataTable table{{"label", "estimate", "low", "high", "least", "most"}, {}};
    for (const BoundsRow& row : bounds_.rows) {
      table.rows.push_back({row.label, exact(row.estimate.value), exact(row.estimate.low), exact(row.estimate.high),
                            exact(row.least), exact(row.most)});
    }
    return table;
  }

  const Bounds& bounds_;
  Svg svg_;
};

}  // namespace

Figure draw_bounds(const Bounds& bounds) {
  return Drawing(bounds).draw();
}

}  // namespace cxrval::report
