// SPDX-License-Identifier: Apache-2.0
#include "report/confusion_matrix.hpp"

#include "report/plot.hpp"
#include "report/svg.hpp"
#include "report/text_width.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace cxrval::report {
namespace {

using Count = std::optional<std::uint64_t>;

Count sum(Count a, Count b) {
  return a && b ? Count(*a + *b) : std::nullopt;
}

struct Cell {
  std::string name;
  Count count;
};

struct Row {
  std::string label;
  std::array<Cell, 2> cells;

  Count total() const { return sum(cells[0].count, cells[1].count); }
  std::optional<double> share(std::size_t column) const {
    const Count all = total();
    if (!all || *all == 0) return std::nullopt;
    return static_cast<double>(*cells[column].count) / static_cast<double>(*all);
  }
};

// Rows and columns in the order in which they are drawn.
struct Grid {
  std::array<Row, 2> rows;
  std::array<std::string, 2> columns;
};

Grid grid_of(const ConfusionMatrix& matrix) {
  const ConfusionWords& words = matrix.words;
  const Row positive{words.truth_positive,
                     {Cell{words.true_positive, matrix.tp}, Cell{words.false_negative, matrix.fn}}};
  const Row negative{words.truth_negative,
                     {Cell{words.false_positive, matrix.fp}, Cell{words.true_negative, matrix.tn}}};
  Grid grid{{positive, negative}, {words.predicted_positive, words.predicted_negative}};
  if (matrix.positive_first) return grid;
  std::swap(grid.rows[0], grid.rows[1]);
  std::swap(grid.columns[0], grid.columns[1]);
  for (Row& row : grid.rows) std::swap(row.cells[0], row.cells[1]);
  return grid;
}

class Drawing {
 public:
  explicit Drawing(const ConfusionMatrix& matrix) : matrix_(matrix), grid_(grid_of(matrix)), svg_(matrix.heading) {
    const bool wide = svg_.width() >= 600;
    label_width_ = wide ? 150 : 82;
    total_width_ = wide ? 100 : 66;
    for (const Count count : {grid_.rows[0].total(), grid_.rows[1].total(), total()}) {
      total_width_ = std::max(total_width_, text_width(write_count(count, numbers()), label_size) + 4);
    }
    cell_width_ = std::min(200.0, (svg_.width() - label_width_ - total_width_) / 2);
    count_size_ = std::floor(std::clamp(26 * (cell_width_ - 12) / widest_count(26), label_size, wide ? 26.0 : 20.0));
    left_ = (svg_.width() - label_width_ - total_width_ - 2 * cell_width_) / 2;
  }

  Figure draw() {
    double y = draw_head();
    for (const Row& row : grid_.rows) y = draw_row(row, y);
    y = draw_totals(y);
    return svg_.finish(y + 4, describe().text(), table());
  }

 private:
  const NumberStyle& numbers() const { return matrix_.heading.numbers; }
  Count total() const { return sum(grid_.rows[0].total(), grid_.rows[1].total()); }

  double widest_count(double size) const {
    double widest = 1;
    for (const Row& row : grid_.rows) {
      for (const Cell& cell : row.cells) {
        widest = std::max(widest, text_width(write_count(cell.count, numbers()), size, true));
      }
    }
    return widest;
  }

  double column_left(std::size_t column) const {
    return left_ + label_width_ + cell_width_ * static_cast<double>(column);
  }
  double column_middle(std::size_t column) const { return column_left(column) + cell_width_ / 2; }
  double totals_middle() const { return column_left(2) + total_width_ / 2; }

  // Titles and labels of the columns, at one base line; returns the top of the cells.
  double draw_head() {
    const ConfusionWords& words = matrix_.words;
    const auto title = wrap(words.prediction, 2 * cell_width_, label_size * bold_width);
    double top =
        svg_.text({column_left(1), label_size + 2}, title, {label_size, Anchor::middle, true}) - label_size + 6;
    const auto truth = wrap(words.truth, label_width_ - 8, label_size * bold_width);
    const auto total = wrap(words.total, total_width_ - 4, tick_size);
    const std::array<std::vector<std::string>, 2> labels{wrap(grid_.columns[0], cell_width_ - 8, label_size),
                                                         wrap(grid_.columns[1], cell_width_ - 8, label_size)};
    const std::size_t lines = std::max({truth.size(), total.size(), labels[0].size(), labels[1].size()});
    const double bottom = top + line_height(label_size) * static_cast<double>(lines);
    const auto first = [&](const auto& text) {
      return bottom - line_height(label_size) * static_cast<double>(text.size() - 1) - 6;
    };
    svg_.text({left_, first(truth)}, truth, {label_size, Anchor::start, true});
    for (std::size_t i = 0; i < 2; ++i) {
      svg_.text({column_middle(i), first(labels[i])}, labels[i], {label_size, Anchor::middle});
    }
    svg_.text({totals_middle(), first(total)}, total, {tick_size, Anchor::middle, false, Colour::soft});
    return bottom + 2;
  }

  std::vector<std::string> below_count(const Row& row, std::size_t column) const {
    const double width = cell_width_ - 12;
    const std::string share = write_percentage(row.share(column), 1, numbers());
    auto lines = wrap(share + " " + matrix_.words.of_row, width, label_size);
    for (const std::string& line : wrap(row.cells[column].name, width, label_size)) lines.push_back(line);
    return lines;
  }

  double draw_row(const Row& row, double top) {
    const std::size_t most = std::max(below_count(row, 0).size(), below_count(row, 1).size());
    const auto label = wrap(row.label, label_width_ - 10, label_size);
    const double height = std::max(count_size_ + line_height(label_size) * static_cast<double>(most) + 44,
                                   line_height(label_size) * static_cast<double>(label.size() + 1));
    const double middle = top + height / 2;
    for (std::size_t i = 0; i < 2; ++i) {
      draw_cell(row, i, {column_left(i), top, column_left(i) + cell_width_, top + height});
    }
    const double first = middle + 5 - line_height(label_size) * static_cast<double>(label.size() - 1) / 2;
    svg_.text({left_, first}, label, {label_size});
    svg_.text({totals_middle(), middle + 5}, write_count(row.total(), numbers()),
              {label_size, Anchor::middle, false, Colour::soft});
    return top + height;
  }

  void draw_cell(const Row& row, std::size_t column, const Box& box) {
    // At most 0.45 of the colour, so that text is readable on it in light and in dark.
    constexpr double least = 0.03;
    constexpr double most = 0.45;
    const auto share = row.share(column);
    if (share) svg_.rect(box, {Colour::blue, least + (most - least) * *share});
    svg_.frame({crisp(box.left), crisp(box.top), crisp(box.right), crisp(box.bottom)}, {Colour::ink, 1});
    const double middle = (box.left + box.right) / 2;
    const double base = box.top + 20 + count_size_ * 0.8;
    svg_.text({middle, base}, write_count(row.cells[column].count, numbers()), {count_size_, Anchor::middle, true});
    svg_.text({middle, base + label_size + 10}, below_count(row, column), {label_size, Anchor::middle});
  }

  double draw_totals(double top) {
    const TextStyle style{label_size, Anchor::middle, false, Colour::soft};
    const double base = top + label_size + 9;
    for (std::size_t i = 0; i < 2; ++i) {
      const Count total = sum(grid_.rows[0].cells[i].count, grid_.rows[1].cells[i].count);
      svg_.text({column_middle(i), base}, write_count(total, numbers()), style);
    }
    svg_.text({totals_middle(), base}, write_count(total(), numbers()), style);
    const auto label = wrap(matrix_.words.total, label_width_ - 10, tick_size);
    return svg_.text({left_, base}, label, {tick_size, Anchor::start, false, Colour::soft}) - 8;
  }

  Description describe() const {
    Description text(matrix_.heading);
    for (const Row& row : grid_.rows) {
      for (std::size_t i = 0; i < 2; ++i) {
        text.item(row.cells[i].name + " (" + matrix_.words.truth + ": " + row.label + "; " + matrix_.words.prediction +
                      ": " + grid_.columns[i] + ")",
                  write_count(row.cells[i].count, numbers()) + ", " + write_percentage(row.share(i), 1, numbers()) +
                      " " + matrix_.words.of_row);
      }
    }
    text.item(matrix_.words.total, write_count(total(), numbers()));
    return text;
  }

  DataTable table() const {
    DataTable table{{"truth", "prediction", "cell", "count", "share_of_row"}, {}};
    for (const Row& row : grid_.rows) {
      for (std::size_t i = 0; i < 2; ++i) {
        const Cell& cell = row.cells[i];
        table.rows.push_back({row.label, grid_.columns[i], cell.name, exact_count(cell.count), exact(row.share(i))});
      }
    }
    return table;
  }

  const ConfusionMatrix& matrix_;
  Grid grid_;
  Svg svg_;
  double count_size_ = 0;
  double label_width_ = 0;
  double total_width_ = 0;
  double cell_width_ = 0;
  double left_ = 0;
};

}  // namespace

Figure draw_confusion_matrix(const ConfusionMatrix& matrix) {
  return Drawing(matrix).draw();
}

}  // namespace cxrval::report
