// SPDX-License-Identifier: Apache-2.0
#include "report/forest.hpp"

#include "report/row_chart.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::report {
namespace {

constexpr Stroke overall_stroke{Colour::vermillion, 1.5, Dash::dashed};

class Drawing {
 public:
  explicit Drawing(const Forest& forest) : forest_(forest), svg_(forest.heading) {}

  Figure draw() {
    if (rows().empty()) return empty_figure(forest_.heading, forest_.words.no_data, table());
    const ForestWords& words = forest_.words;
    RowChart chart;
    chart.label_title = words.group;
    chart.columns = {words.n, words.estimate, forest_.note_title};
    chart.axis = number_axis(span(), ticks_of_rows, words.x, numbers());
    for (const ForestRow& row : forest_.rows) chart.rows.push_back(chart_row(row, false));
    if (has_overall()) {
      chart.rows.push_back(chart_row(forest_.overall, true));
      chart.line = {forest_.overall.estimate.value, overall_stroke, false};
    }
    if (forest_.overall.estimate.value) chart.legend.push_back(line_item(words.overall, overall_stroke));
    const double height = draw_row_chart(svg_, chart);
    return svg_.finish(height, describe().text(), table());
  }

 private:
  const NumberStyle& numbers() const { return forest_.heading.numbers; }
  bool has_overall() const { return !forest_.overall.label.empty() || forest_.overall.estimate.value; }

  std::vector<ForestRow> rows() const {
    std::vector<ForestRow> rows = forest_.rows;
    if (has_overall()) rows.push_back(forest_.overall);
    return rows;
  }

  Span span() const {
    std::vector<std::optional<double>> all;
    for (const ForestRow& row : rows()) {
      all.insert(all.end(), {row.estimate.value, row.estimate.low, row.estimate.high});
    }
    return span_of_rows(all, {{}, forest_.least, forest_.most});
  }

  std::uint64_t largest() const {
    std::uint64_t most = 1;
    for (const ForestRow& row : forest_.rows) most = std::max(most, row.n.value_or(0));
    return most;
  }

  std::string estimate_text(const ForestRow& row) const {
    return write_interval(row.estimate.value, row.estimate.low, row.estimate.high, numbers(), forest_.digits);
  }

  RowChartRow chart_row(const ForestRow& row, bool overall) const {
    RowChartRow made{row.label, {"", "", row.note}, overall, row.header, {}};
    if (row.header) return made;
    made.cells[0] = write_count(row.n, numbers());
    made.cells[1] = estimate_text(row);
    const double share = static_cast<double>(row.n.value_or(0)) / static_cast<double>(largest());
    const double radius = overall ? 7 : 2.5 + 3 * std::sqrt(share);
    made.mark = [estimate = row.estimate, overall, radius](Svg& svg, const LinearScale& scale, double y) {
      draw_interval(svg, scale, estimate, y);
      const auto x = place_of(scale, estimate.value);
      if (x)
        svg.marker(overall ? Marker::diamond : Marker::square, {*x, y}, radius,
                   {overall ? Colour::vermillion : Colour::blue});
    };
    return made;
  }

  Description describe() const {
    Description text(forest_.heading);
    std::string header;
    for (const ForestRow& row : rows()) {
      if (row.header) {
        header = row.label;
        text.item(row.label, row.note);
        continue;
      }
      text.item(row.label, forest_.words.n + " " + write_count(row.n, numbers()) + ", " + forest_.words.x + " " +
                               estimate_text(row) + (row.note.empty() ? "" : ", " + row.note));
    }
    return text;
  }

  DataTable table() const {
    DataTable table{{"group", "n", "estimate", "low", "high", "note"}, {}};
    for (const ForestRow& row : rows()) {
      table.rows.push_back({row.label, exact_count(row.n), exact(row.estimate.value), exact(row.estimate.low),
                            exact(row.estimate.high), row.note});
    }
    return table;
  }

  const Forest& forest_;
  Svg svg_;
};

}  // namespace

Figure draw_forest(const Forest& forest) {
  return Drawing(forest).draw();
}

}  // namespace cxrval::report
