// SPDX-License-Identifier: Apache-2.0
#include "report/lags.hpp"

#include "report/flags.hpp"
#include "report/legend.hpp"
#include "report/plot.hpp"
#include "report/svg.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace cxrval::report {
namespace {

constexpr double least_bar = 1;  // pixels

struct Bar {
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::uint64_t count = 0;
};

std::vector<Bar> closed_rows(const std::vector<LagRow>& rows) {
  std::vector<Bar> bars;
  for (const LagRow& row : rows) {
    if (!row.from_minutes || !row.to_minutes) continue;
    if (*row.to_minutes <= *row.from_minutes) throw std::invalid_argument("a row of lags ends before it begins");
    bars.push_back({*row.from_minutes, *row.to_minutes, row.count});
  }
  return bars;
}

double hours(std::int64_t minutes) {
  return static_cast<double>(minutes) / 60;
}

class Drawing {
 public:
  explicit Drawing(const Lags& lags) : lags_(lags), rows_(closed_rows(lags.rows)), svg_(lags.heading) {}

  Figure draw() {
    if (!find_range()) return empty_figure(lags_.heading, lags_.words.no_data, table());
    widen();
    std::uint64_t most = 0;
    for (const Bar& bar : rows_) most = std::max(most, bar.count);
    const std::string title = count_title();
    const Axis y = count_axis(static_cast<double>(most), 5, title, numbers());
    const Axis x = x_axis();
    Box area{room_for_labels(y), 0, svg_.width() - 12, 0};
    const std::vector<Flag> flags = flags_on(x_scale(x, area));
    const FlagLayout layout = flag_layout(flags, svg_.width());
    area.top = room_for_title(y, svg_.width()) + layout.height() + 4;
    area.bottom = area.top + (svg_.width() >= 600 ? 230 : 190);
    Axis untitled = y;
    untitled.title.clear();
    draw_y_axis(svg_, untitled, area);
    draw_bars(x, y, area);
    draw_axis_title(svg_, title, {0, 0, svg_.width(), area.top - layout.height() - 4});
    draw_flags(svg_, flags, area, layout);
    double bottom = draw_x_axis(svg_, x, area);
    bottom = draw_legend(svg_, legend(flags, layout.fits()), {area.left, bottom + 8, svg_.width(), 0});
    return svg_.finish(bottom + 4, describe().text(), table());
  }

 private:
  const NumberStyle& numbers() const { return lags_.heading.numbers; }

  // From the first to the last of bars and marks; false when no row has a count.
  bool find_range() {
    from_ = std::numeric_limits<std::int64_t>::max();
    to_ = std::numeric_limits<std::int64_t>::min();
    for (const Bar& bar : rows_) {
      if (bar.count == 0) continue;
      from_ = std::min(from_, bar.from);
      to_ = std::max(to_, bar.to);
    }
    if (from_ > to_) return false;
    for (const LagMark& mark : lags_.marks) {
      from_ = std::min(from_, mark.minutes);
      to_ = std::max(to_, mark.minutes);
    }
    return true;
  }

  // A row of room on both sides.
  void widen() {
    from_ -= rows_.front().to - rows_.front().from;
    to_ += rows_.back().to - rows_.back().from;
  }

  // "Pairs per 15 min", where all rows are equally wide.
  std::string count_title() const {
    const std::int64_t width = rows_.front().to - rows_.front().from;
    const bool even =
        std::all_of(rows_.begin(), rows_.end(), [&](const Bar& bar) { return bar.to - bar.from == width; });
    const LagWords& words = lags_.words;
    return even ? words.count + " " + words.per + " " + std::to_string(width) + " " + words.minutes : words.count;
  }

  Axis x_axis() const {
    const Span domain{hours(from_), hours(to_)};
    const double about = svg_.width() >= 600 ? 12 : 7;
    double step = 0.25;
    for (const double next : {0.5, 1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0, 168.0}) {
      if (domain.size() / step > about) step = next;
    }
    while (domain.size() / step > about) step *= 2;
    std::vector<Tick> ticks;
    const int digits = step >= 1 ? 0 : step >= 0.5 ? 1 : 2;
    for (double i = std::ceil(domain.low / step); i * step <= domain.high; ++i) {
      ticks.push_back({i * step, write_number(i * step, digits, numbers())});
    }
    return {domain, std::move(ticks), lags_.words.x};
  }

  void draw_bars(const Axis& x, const Axis& y, const Box& area) {
    const LinearScale across = x_scale(x, area);
    const LinearScale up = y_scale(y, area);
    std::vector<Box> bars;
    for (const Bar& bar : rows_) {
      if (bar.count == 0) continue;
      const double left = across(hours(bar.from));
      const double right = across(hours(bar.to));
      bars.push_back({left, up(static_cast<double>(bar.count)),
                      std::max(right - (right - left > 5 ? 1 : 0), left + least_bar), area.bottom});
    }
    svg_.rects(bars, {Colour::bar});
  }

  std::vector<Flag> flags_on(const LinearScale& across) const {
    constexpr std::array dashes{Dash::dashed, Dash::dash_dotted, Dash::dotted, Dash::solid};
    std::vector<Flag> flags;
    for (std::size_t i = 0; i < lags_.marks.size(); ++i) {
      flags.push_back({across(hours(lags_.marks[i].minutes)),
                       lags_.marks[i].label,
                       {Colour::vermillion, 1.5, dashes[i % dashes.size()]}});
    }
    return flags;
  }

  std::vector<LegendItem> legend(const std::vector<Flag>& flags, bool flagged) const {
    std::vector<LegendItem> items;
    for (const Flag& flag : flags) {
      if (!flagged) items.push_back(line_item(flag.label, flag.stroke));
    }
    for (const auto& [label, count] : open_ends()) {
      if (count > 0) items.push_back(note_item(label + ": " + write_count(count, numbers())));
    }
    return items;
  }

  std::vector<std::pair<std::string, std::uint64_t>> open_ends() const {
    std::vector<std::pair<std::string, std::uint64_t>> ends;
    for (const LagRow& row : lags_.rows) {
      if (!row.from_minutes) ends.emplace_back(lags_.words.below, row.count);
      if (row.from_minutes && !row.to_minutes) ends.emplace_back(lags_.words.above, row.count);
    }
    return ends;
  }

  Description describe() const {
    Description text(lags_.heading);
    text.sentence(count_title() + ".");
    for (const LagMark& mark : lags_.marks) text.item(mark.label, write_number(hours(mark.minutes), 2, numbers()));
    for (const auto& [label, count] : open_ends()) text.item(label, write_count(count, numbers()));
    for (const Bar& bar : rows_) {
      if (bar.count == 0) continue;
      text.item(
          write_number(hours(bar.from), 2, numbers()) + numbers().range + write_number(hours(bar.to), 2, numbers()),
          write_count(bar.count, numbers()));
    }
    return text;
  }

  DataTable table() const {
    DataTable table{{"from_minutes", "to_minutes", "count"}, {}};
    const auto cell = [](std::optional<std::int64_t> minutes) { return minutes ? std::to_string(*minutes) : ""; };
    for (const LagRow& row : lags_.rows) {
      table.rows.push_back({cell(row.from_minutes), cell(row.to_minutes), std::to_string(row.count)});
    }
    return table;
  }

  const Lags& lags_;
  std::vector<Bar> rows_;
  std::int64_t from_ = 0;
  std::int64_t to_ = 0;
  Svg svg_;
};

}  // namespace

Figure draw_lags(const Lags& lags) {
  return Drawing(lags).draw();
}

}  // namespace cxrval::report
