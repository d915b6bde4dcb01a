// SPDX-License-Identifier: Apache-2.0
#include "report/days.hpp"

#include "report/legend.hpp"
#include "report/plot.hpp"
#include "report/svg.hpp"
#include "report/text_width.hpp"

#include <algorithm>
#include <stdexcept>

namespace cxrval::report {
namespace {

constexpr double between_panels = 14;

std::vector<std::int64_t> numbers_of(const Days& days) {
  std::vector<std::int64_t> numbers;
  for (const std::string& day : days.days) {
    numbers.push_back(day_number(day));
    if (numbers.size() > 1 && numbers[numbers.size() - 2] >= numbers.back()) {
      throw std::invalid_argument("days do not ascend");
    }
  }
  for (const DaySeries& series : days.series) {
    if (series.counts.size() != days.days.size()) throw std::invalid_argument("a series is not as long as the days");
  }
  return numbers;
}

struct Stretch {
  std::int64_t from = 0;  // days, the last one excluded
  std::int64_t to = 0;
};

void add_day(std::vector<Stretch>& stretches, std::int64_t day) {
  if (!stretches.empty() && stretches.back().to == day) {
    ++stretches.back().to;
  } else {
    stretches.push_back({day, day + 1});
  }
}

class Drawing {
 public:
  explicit Drawing(const Days& days) : days_(days), numbers_(numbers_of(days)), svg_(days.heading) {}

  Figure draw() {
    if (numbers_.empty() || days_.series.empty()) return empty_figure(days_.heading, days_.words.no_data, table());
    find_gaps();
    const Axis y = count_axis(static_cast<double>(most()), 2, "", style());
    left_ = room_for_labels(y);
    double top = room_for_title({{}, {}, days_.words.count}, svg_.width());
    draw_axis_title(svg_, days_.words.count, {0, 0, svg_.width(), top});
    Box area{};
    for (const DaySeries& series : days_.series) {
      area = draw_panel(series, y, top);
      top = area.bottom + between_panels;
    }
    double bottom = draw_x_axis(svg_, x_axis(), area);
    if (hatched_) bottom = draw_legend(svg_, {hatch_item(days_.words.gap)}, {left_, bottom + 8, svg_.width(), 0});
    return svg_.finish(bottom + 4, describe().text(), table());
  }

 private:
  const NumberStyle& style() const { return days_.heading.numbers; }
  std::int64_t first() const { return numbers_.front(); }
  std::int64_t end() const { return numbers_.back() + 1; }

  std::uint64_t most() const {
    std::uint64_t most = 0;
    for (const DaySeries& series : days_.series) {
      for (const auto& count : series.counts) most = std::max(most, count.value_or(0));
    }
    return most;
  }

  bool is_empty(std::size_t row) const {
    return std::all_of(days_.series.begin(), days_.series.end(),
                       [&](const DaySeries& series) { return series.counts[row].value_or(0) == 0; });
  }

  // Days that are left out, and those on which there is nothing.
  void find_gaps() {
    std::size_t row = 0;
    for (std::int64_t day = first(); day < end(); ++day) {
      const bool listed = numbers_[row] == day;
      if (!listed || is_empty(row)) add_day(gaps_, day);
      if (listed) ++row;
    }
  }

  Axis x_axis() const {
    auto ticks = day_ticks(first(), end() - 1, svg_.width() >= 600 ? 7 : 4);
    for (Tick& tick : ticks) tick.value += 0.5;
    return {{static_cast<double>(first()), static_cast<double>(end())}, std::move(ticks), ""};
  }

  Box draw_panel(const DaySeries& series, const Axis& y, double top) {
    const auto name = wrap(series.name, svg_.width() - left_ - 12, tick_size * bold_width, 3);
    const double names = line_height(tick_size) * static_cast<double>(name.size()) + 2;
    const Box area{left_, top + names, svg_.width() - 12, top + names + 72};
    svg_.text({left_ + 2, top + tick_size - 1}, name, {tick_size, Anchor::start, true});
    const LinearScale across = x_scale(x_axis(), area);
    std::vector<Stretch> missing = gaps_;
    for (std::size_t row = 0; row < numbers_.size(); ++row) {
      if (!series.counts[row] && !is_empty(row)) add_day(missing, numbers_[row]);
    }
    for (const Stretch& gap : missing) {
      svg_.hatched({across(static_cast<double>(gap.from)), area.top, across(static_cast<double>(gap.to)), area.bottom});
      hatched_ = true;
    }
    draw_y_axis(svg_, y, area);
    draw_bars(series, across, y_scale(y, area));
    svg_.line({area.left, crisp(area.bottom)}, {area.right, crisp(area.bottom)});
    return area;
  }

  void draw_bars(const DaySeries& series, const LinearScale& across, const LinearScale& up) {
    const double day_width = across(1) - across(0);
    const double gap = day_width > 4 ? day_width * 0.2 : 0;
    std::vector<Box> bars;
    for (std::size_t row = 0; row < numbers_.size(); ++row) {
      const std::uint64_t count = series.counts[row].value_or(0);
      if (count == 0) continue;
      const double left = across(static_cast<double>(numbers_[row])) + gap / 2;
      bars.push_back({left, up(static_cast<double>(count)), left + day_width - gap, up(0)});
    }
    svg_.rects(bars, {Colour::bar});
  }

  Description describe() const {
    Description text(days_.heading);
    text.sentence(days_.days.front() + style().range + days_.days.back() + ".");
    for (const DaySeries& series : days_.series) {
      std::uint64_t most = 0;
      for (const auto& count : series.counts) most = std::max(most, count.value_or(0));
      text.item(series.name, days_.words.most + " " + write_count(most, style()));
    }
    std::string gaps;
    for (const Stretch& gap : gaps_) {
      gaps += (gaps.empty() ? "" : ", ") + day_text(gap.from);
      if (gap.to - gap.from > 1) gaps += style().range + day_text(gap.to - 1);
    }
    if (!gaps.empty()) text.item(days_.words.gap, gaps);
    return text;
  }

  DataTable table() const {
    DataTable table{{"day"}, {}};
    for (const DaySeries& series : days_.series) table.columns.push_back(series.column);
    for (std::size_t row = 0; row < days_.days.size(); ++row) {
      std::vector<std::string> cells{days_.days[row]};
      for (const DaySeries& series : days_.series) cells.push_back(exact_count(series.counts[row]));
      table.rows.push_back(std::move(cells));
    }
    return table;
  }

  const Days& days_;
  std::vector<std::int64_t> numbers_;
  std::vector<Stretch> gaps_;
  double left_ = 0;
  bool hatched_ = false;
  Svg svg_;
};

}  // namespace

Figure draw_days(const Days& days) {
  return Drawing(days).draw();
}

}  // namespace cxrval::report
