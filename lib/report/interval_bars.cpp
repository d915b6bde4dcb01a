// SPDX-License-Identifier: Apache-2.0
#include "report/interval_bars.hpp"

#include "report/row_chart.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::report {
namespace {

constexpr Stroke mean_stroke{Colour::vermillion, 1.5, Dash::dashed};
constexpr double half_bar = 7;

class Drawing {
 public:
  explicit Drawing(const IntervalBars& bars) : bars_(bars), svg_(bars.heading) {}

  Figure draw() {
    if (bars_.rows.empty()) return empty_figure(bars_.heading, bars_.words.no_data, table());
    RowChart chart;
    chart.columns = {bars_.words.n, ""};
    chart.axis = number_axis(span(), ticks_of_rows, bars_.words.x, numbers());
    for (const IntervalBar& row : bars_.rows) chart.rows.push_back(chart_row(row));
    if (bars_.mean) {
      chart.line = {bars_.mean, mean_stroke, true};
      chart.legend.push_back(line_item(mean_text(), mean_stroke));
    }
    const double height = draw_row_chart(svg_, chart);
    return svg_.finish(height, describe().text(), table());
  }

 private:
  const NumberStyle& numbers() const { return bars_.heading.numbers; }

  std::string mean_text() const { return bars_.words.mean + " " + write_number(bars_.mean, bars_.digits, numbers()); }

  Span span() const {
    std::vector<std::optional<double>> all{0.0, bars_.mean};
    for (const IntervalBar& row : bars_.rows) {
      all.insert(all.end(), {row.estimate.value, row.estimate.low, row.estimate.high});
    }
    const Span seen = *span_of(all);
    const Span nice = nice_span(seen, ticks_of_rows);
    return {seen.low < 0 ? nice.low : 0, seen.high > bars_.most ? nice.high : bars_.most};
  }

  std::string estimate_text(const IntervalBar& row) const {
    if (!row.estimate.value || !std::isfinite(*row.estimate.value)) return bars_.words.missing;
    return write_interval(row.estimate.value, row.estimate.low, row.estimate.high, numbers(), bars_.digits);
  }

  RowChartRow chart_row(const IntervalBar& row) const {
    RowChartRow made{
        row.label, {bars_.words.n.empty() ? "" : write_count(row.n, numbers()), estimate_text(row)}, {}, {}, {}};
    made.mark = [estimate = row.estimate](Svg& svg, const LinearScale& scale, double y) {
      const auto x = place_of(scale, estimate.value);
      if (!x) return;
      svg.rect({std::min(scale(0), *x), y - half_bar, std::max(scale(0), *x), y + half_bar}, {Colour::bar});
      draw_interval(svg, scale, estimate, y);
    };
    return made;
  }

  Description describe() const {
    Description text(bars_.heading);
    if (bars_.mean) text.sentence(mean_text() + ".");
    for (const IntervalBar& row : bars_.rows) {
      const std::string n = bars_.words.n.empty() ? "" : ", " + bars_.words.n + " " + write_count(row.n, numbers());
      text.item(row.label, estimate_text(row) + n);
    }
    return text;
  }

  DataTable table() const {
    DataTable table{{"label", "n", "estimate", "low", "high"}, {}};
    for (const IntervalBar& row : bars_.rows) {
      table.rows.push_back({row.label, exact_count(row.n), exact(row.estimate.value), exact(row.estimate.low),
                            exact(row.estimate.high)});
    }
    return table;
  }

  const IntervalBars& bars_;
  Svg svg_;
};

}  // namespace

Figure draw_interval_bars(const IntervalBars& bars) {
  return Drawing(bars).draw();
}

}  // namespace cxrval::report
