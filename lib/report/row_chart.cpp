// SPDX-License-Identifier: Apache-2.0
#include "report/row_chart.hpp"

#include "report/text_width.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::report {
namespace {

constexpr double least_plot = 230;
constexpr double gap = 14;         // between columns
constexpr double row_padding = 9;  // between rows
constexpr double edge = 10;        // beside the plot, for the labels of its ends
constexpr double least_mark = 16;  // height

struct Column {
  std::size_t index = 0;
  double width = 0;
};

struct Placed {
  const RowChartRow* row = nullptr;
  std::vector<std::string> label{};
  double top = 0;
  double height = 0;
};

double height_of(const std::vector<std::string>& lines, double size) {
  return line_height(size) * static_cast<double>(lines.size());
}

class Layout {
 public:
  Layout(Svg& svg, const RowChart& chart) : svg_(svg), chart_(chart), wide_(svg.width() >= 600) {
    find_columns();
    if (wide_) {
      place_wide();
    } else {
      place_narrow();
    }
  }

  double draw() {
    const double head = draw_head();
    const double bottom = place_rows(head);
    draw_line(head, bottom);
    for (const Placed& placed : placed_) draw_row(placed);
    const double end = draw_x_axis(svg_, chart_.axis, {plot_.low, head, plot_.high, bottom});
    return draw_legend(svg_, chart_.legend, {0, end + 8, svg_.width(), 0}) + 4;
  }

 private:
  // Columns that have a cell, as wide as the widest; titles may take more lines.
  void find_columns() {
    for (std::size_t i = 0; i < chart_.columns.size(); ++i) {
      double width = 0;
      for (const RowChartRow& row : chart_.rows) {
        if (i < row.cells.size()) width = std::max(width, text_width(row.cells[i], tick_size, row.bold));
      }
      if (width == 0) continue;
      const double title = text_width(chart_.columns[i], tick_size, true);
      width = std::max(width, std::min(title, 90.0)) + 1;
      columns_.push_back({i, std::min(width, svg_.width() * 0.3)});
    }
  }

  const Column* before() const {
    return !columns_.empty() && columns_.front().index == 0 ? &columns_.front() : nullptr;
  }
  std::vector<Column> behind() const { return {columns_.begin() + (before() == nullptr ? 0 : 1), columns_.end()}; }

  void place_wide() {
    double widest = text_width(chart_.label_title, tick_size, true);
    for (const RowChartRow& row : chart_.rows) {
      if (!row.header) widest = std::max(widest, text_width(row.label, label_size, row.bold));
    }
    double others = 2 * edge + gap;
    for (const Column& column : columns_) others += column.width + gap;
    label_width_ = std::clamp(svg_.width() - others - least_plot, 110.0, std::max(110.0, widest + 1));
    plot_.low = label_width_ + gap + edge + (before() == nullptr ? 0 : before()->width + gap);
    plot_.high = svg_.width() - edge;
    for (const Column& column : behind()) plot_.high -= column.width + gap;
  }

  void place_narrow() {
    label_width_ = svg_.width() - (before() == nullptr ? 0 : before()->width + gap);
    plot_ = {edge, svg_.width() - edge};
    if (!behind().empty()) plot_.high -= behind().front().width + gap;
  }

  double left_of(std::size_t column) const {
    double left = plot_.high + edge + gap;
    for (const Column& other : behind()) {
      if (other.index == column) break;
      left += other.width + gap;
    }
    return left;
  }

  // Titles of the columns at one base line; returns where the rows begin.
  double draw_head() {
    const auto lines_of = [&](const std::string& text, double width) {
      return text.empty() ? std::vector<std::string>() : wrap(text, width, tick_size * 1.1);
    };
    std::size_t most = lines_of(chart_.label_title, label_width_).size();
    const auto shown = [&](const Column& column) { return wide_ || column.index <= 1; };
    for (const Column& column : columns_) {
      if (shown(column)) most = std::max(most, lines_of(chart_.columns[column.index], column.width).size());
    }
    if (most == 0) return 6;
    const double bottom = line_height(tick_size) * static_cast<double>(most) + 2;
    const auto put = [&](const std::vector<std::string>& lines, double x, Anchor anchor) {
      svg_.text({x, bottom - height_of(lines, tick_size) + tick_size - 2}, lines, {tick_size, anchor, true});
    };
    put(lines_of(chart_.label_title, label_width_), 0, Anchor::start);
    for (const Column& column : columns_) {
      if (!shown(column)) continue;
      const auto lines = lines_of(chart_.columns[column.index], column.width);
      if (column.index == 0) {
        put(lines, first_column_right(), Anchor::end);
      } else {
        put(lines, left_of(column.index), Anchor::start);
      }
    }
    svg_.line({0, crisp(bottom + 4)}, {svg_.width(), crisp(bottom + 4)}, {Colour::soft});
    return bottom + 6;
  }

  double first_column_right() const { return wide_ ? plot_.low - edge - gap / 2 : svg_.width(); }

  double place_rows(double top) {
    for (const RowChartRow& row : chart_.rows) {
      const double width = row.header && wide_ ? plot_.low - edge - gap : label_width_;
      Placed placed{&row, wrap(row.label, width / (row.bold || row.header ? 1.1 : 1), label_size, 4), top, 0};
      placed.height = height_of(placed.label, label_size);
      if (wide_) {
        placed.height = std::max(placed.height, least_mark) + row_padding;
      } else {
        placed.height += row_padding + (row.mark ? least_mark + height_of(below(row), tick_size) : 0);
      }
      top += placed.height;
      placed_.push_back(std::move(placed));
    }
    return top + 2;
  }

  // Cells of the columns from the third on, which a narrow figure has below the mark.
  std::vector<std::string> below(const RowChartRow& row) const {
    std::vector<std::string> cells;
    for (const Column& column : columns_) {
      if (column.index > 1 && column.index < row.cells.size() && !row.cells[column.index].empty()) {
        cells.push_back(row.cells[column.index]);
      }
    }
    return cells;
  }

  void draw_line(double top, double bottom) {
    const auto x = place_of(x_scale(chart_.axis, {plot_.low, 0, plot_.high, 0}), chart_.line.value);
    if (x) svg_.line({crisp(*x), top}, {crisp(*x), bottom}, chart_.line.stroke);
  }

  void draw_row(const Placed& placed) {
    const RowChartRow& row = *placed.row;
    const double label_height = height_of(placed.label, label_size);
    const double base = placed.top + (wide_ ? (placed.height - label_height) / 2 : row_padding / 2) + label_size - 1;
    svg_.text({0, base}, placed.label, {label_size, Anchor::start, row.bold || row.header});
    const double y =
        wide_ ? placed.top + placed.height / 2 : placed.top + row_padding / 2 + label_height + least_mark / 2;
    draw_cells(row, wide_ ? y + tick_size * 0.36 : base, y);
    if (row.mark) row.mark(svg_, x_scale(chart_.axis, {plot_.low, 0, plot_.high, 0}), crisp(y));
  }

  void draw_cells(const RowChartRow& row, double label_base, double y) {
    const double beside = y + tick_size * 0.36;
    double next = beside + line_height(tick_size);
    for (const Column& column : columns_) {
      if (column.index >= row.cells.size()) continue;
      const std::string cell = shorten(row.cells[column.index], column.width, tick_size * (row.bold ? 1.1 : 1));
      const TextStyle style{tick_size, Anchor::start, row.bold};
      if (column.index == 0) {
        svg_.text({first_column_right(), label_base}, cell, {tick_size, Anchor::end, row.bold});
      } else if (wide_ || column.index == 1) {
        svg_.text({left_of(column.index), beside}, cell, style);
      } else if (!cell.empty()) {
        svg_.text({left_of(1), next}, cell, {tick_size, Anchor::start, row.bold, Colour::soft});
        next += line_height(tick_size);
      }
    }
  }

  Svg& svg_;
  const RowChart& chart_;
  bool wide_;
  std::vector<Column> columns_;
  double label_width_ = 0;
  Span plot_;
  std::vector<Placed> placed_;
};

}  // namespace

double draw_row_chart(Svg& svg, const RowChart& chart) {
  return Layout(svg, chart).draw();
}

std::optional<double> place_of(const LinearScale& scale, std::optional<double> value) {
  if (!value || !std::isfinite(*value)) return std::nullopt;
  if (*value < scale.domain().low || *value > scale.domain().high) return std::nullopt;
  return scale(*value);
}

void draw_interval(Svg& svg, const LinearScale& scale, const Estimate& estimate, double y) {
  if (!estimate.low || !estimate.high || std::isnan(*estimate.low) || std::isnan(*estimate.high)) return;
  const Span& domain = scale.domain();
  if (*estimate.high < domain.low || *estimate.low > domain.high) return;
  constexpr Stroke stroke{Colour::ink, 1.2};
  constexpr double cap = 4;
  const double low = scale(std::max(*estimate.low, domain.low));
  const double high = scale(std::min(*estimate.high, domain.high));
  svg.line({low, y}, {high, y}, stroke);
  const auto end = [&](double x, bool beyond, double outwards) {
    if (beyond) {
      svg.polygon({{x, y}, {x - outwards * 6, y - cap}, {x - outwards * 6, y + cap}}, {Colour::ink});
    } else {
      svg.line({x, y - cap}, {x, y + cap}, stroke);
    }
  };
  end(low, *estimate.low < domain.low, -1);
  end(high, *estimate.high > domain.high, 1);
}

Span span_of_rows(const std::vector<std::optional<double>>& numbers, const Estimate& ends) {
  Span span = nice_span(span_of(numbers).value_or(Span{0, 1}), ticks_of_rows);
  if (ends.low) span.low = *ends.low;
  if (ends.high) span.high = *ends.high;
  if (!(span.high > span.low)) span.high = span.low + 1;
  return span;
}

}  // namespace cxrval::report
