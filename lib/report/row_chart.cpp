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

struct Title {
  std::vector<std::string> lines{};
  double x = 0;
  Anchor anchor = Anchor::start;
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
    if (!chart_.line.above) draw_line(head, bottom);
    for (const Placed& placed : placed_) draw_row(placed);
    if (chart_.line.above) draw_line(head, bottom);
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
      columns_.push_back({i, std::min(width, svg_.width() * (wide_ ? 0.3 : 0.5))});
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
    double widest = 0;
    for (const Column& column : behind()) widest = std::max(widest, column.width);
    if (widest > 0) plot_.high -= widest + gap;
  }

  // On a narrow figure the first column behind the plot stands beside the marks.
  bool is_beside(const Column& column) const { return wide_ || column.index == behind().front().index; }

  double left_of(std::size_t column) const {
    double left = plot_.high + edge + gap;
    if (!wide_) return left;
    for (const Column& other : behind()) {
      if (other.index == column) break;
      left += other.width + gap;
    }
    return left;
  }

  Title title(const std::string& text, double width, double x, Anchor anchor) const {
    return {text.empty() ? std::vector<std::string>() : wrap(text, width, tick_size * bold_width, 3), x, anchor};
  }

  // Titles whose last lines have one base line; returns where they end.
  double draw_titles(const std::vector<Title>& titles, double top) {
    double height = 0;
    for (const Title& title : titles) height = std::max(height, height_of(title.lines, tick_size));
    if (height == 0) return top;
    for (const Title& title : titles) {
      const double first = top + height - height_of(title.lines, tick_size) + tick_size - 1;
      svg_.text({title.x, first}, title.lines, {tick_size, title.anchor, true});
    }
    return top + height + 2;
  }

  // Returns where the rows begin. A narrow figure has the title of the second column on a line of its own.
  double draw_head() {
    std::vector<Title> first{title(chart_.label_title, label_width_, 0, Anchor::start)};
    std::vector<Title> second;
    for (const Column& column : columns_) {
      const std::string& text = chart_.columns[column.index];
      if (column.index == 0) {
        first.push_back(title(text, column.width, first_column_right(), Anchor::end));
      } else if (is_beside(column)) {
        (wide_ ? first : second).push_back(title(text, column.width, left_of(column.index), Anchor::start));
      }
    }
    const double bottom = draw_titles(second, draw_titles(first, 0));
    if (bottom == 0) return 6;
    svg_.line({0, crisp(bottom + 3)}, {svg_.width(), crisp(bottom + 3)}, {Colour::soft});
    return bottom + 6;
  }

  double first_column_right() const { return wide_ ? plot_.low - edge - gap / 2 : svg_.width(); }

  double place_rows(double top) {
    for (const RowChartRow& row : chart_.rows) {
      const double width = row.mark ? label_width_ : text_only_width(row);
      Placed placed{&row, wrap(row.label, width / (row.bold || row.header ? bold_width : 1), label_size, 4), top, 0};
      placed.height = height_of(placed.label, label_size);
      if (wide_) {
        placed.height = std::max(placed.height, least_mark) + row_padding;
      } else {
        placed.height += row_padding + (row.mark ? least_mark + lines_below(row) * line_height(tick_size) : 0);
      }
      top += placed.height;
      placed_.push_back(std::move(placed));
    }
    return top + 2;
  }

  // A row without a mark has its cells behind its label, also on a narrow figure.
  double text_only_width(const RowChartRow& row) const {
    if (wide_) return plot_.low - edge - gap;
    double cells = 0;
    for (const std::string& cell : row.cells) cells = std::max(cells, text_width(cell, tick_size));
    return std::max(svg_.width() / 2, svg_.width() - cells - gap);
  }

  std::string cell_beside(const RowChartRow& row) const {
    return behind().empty() || behind().front().index >= row.cells.size() ? "" : row.cells[behind().front().index];
  }

  // Cells that a narrow figure has below the mark: those behind the first, but for the one that may stand in its place
  // where that is empty.
  double lines_below(const RowChartRow& row) const {
    double lines = 0;
    for (const Column& column : behind()) {
      if (column.index < row.cells.size() && !row.cells[column.index].empty()) ++lines;
    }
    return std::max(0.0, lines - 1);
  }

  // On a narrow figure only beside the marks, for labels stand between them.
  void draw_line(double top, double bottom) {
    const auto x = place_of(plot_scale(), chart_.line.value);
    if (!x) return;
    if (wide_) svg_.line({crisp(*x), top}, {crisp(*x), bottom}, chart_.line.stroke);
    for (const Placed& placed : placed_) {
      if (wide_ || !placed.row->mark) continue;
      const double y = middle_of_mark(placed);
      svg_.line({crisp(*x), y - least_mark / 2}, {crisp(*x), y + least_mark / 2}, chart_.line.stroke);
    }
  }

  LinearScale plot_scale() const { return {chart_.axis.domain, plot_}; }

  double middle_of_mark(const Placed& placed) const {
    if (wide_) return placed.top + placed.height / 2;
    return placed.top + row_padding / 2 + height_of(placed.label, label_size) + least_mark / 2;
  }

  void draw_row(const Placed& placed) {
    const RowChartRow& row = *placed.row;
    const double label_height = height_of(placed.label, label_size);
    const double base = placed.top + (wide_ ? (placed.height - label_height) / 2 : row_padding / 2) + label_size - 1;
    svg_.text({0, base}, placed.label, {label_size, Anchor::start, row.bold || row.header});
    const double y = middle_of_mark(placed);
    draw_cells(row, wide_ ? y + tick_size * 0.36 : base, y);
    if (row.mark) row.mark(svg_, plot_scale(), crisp(y));
  }

  void draw_cells(const RowChartRow& row, double label_base, double y) {
    const double beside = y + tick_size * 0.36;
    double next = beside + (cell_beside(row).empty() ? 0 : line_height(tick_size));
    for (const Column& column : columns_) {
      if (column.index >= row.cells.size()) continue;
      const std::string cell = shorten(row.cells[column.index], column.width, tick_size * (row.bold ? bold_width : 1));
      const TextStyle style{tick_size, Anchor::start, row.bold};
      if (column.index == 0) {
        svg_.text({first_column_right(), label_base}, cell, {tick_size, Anchor::end, row.bold});
      } else if (is_beside(column)) {
        svg_.text({left_of(column.index), beside}, cell, style);
      } else if (!row.mark) {
        const double room = (svg_.width() / 2 - gap) / (row.bold ? bold_width : 1);
        svg_.text({svg_.width(), label_base}, shorten(row.cells[column.index], room, tick_size),
                  {tick_size, Anchor::end, row.bold});
      } else if (!cell.empty()) {
        svg_.text({left_of(column.index), next}, cell, {tick_size, Anchor::start, row.bold, Colour::soft});
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
