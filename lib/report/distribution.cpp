// SPDX-License-Identifier: Apache-2.0
#include "report/distribution.hpp"

#include "report/flags.hpp"
#include "report/legend.hpp"
#include "report/plot.hpp"
#include "report/svg.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::report {
namespace {

constexpr double narrowest_bar = 3;  // of a bin without width

class Drawing {
 public:
  explicit Drawing(const Distribution& input) : input_(input), bins_(input.bins), svg_(input.heading) {}

  Figure draw() {
    if (bins_.empty()) return empty_figure(input_.heading, input_.words.no_data, table());
    std::uint64_t most = 0;
    for (const DistributionBin& bin : bins_) most = std::max(most, bin.count);
    const Axis y = count_axis(static_cast<double>(most), 5, input_.words.count, numbers());
    const Axis x = x_axis();
    const double left = room_for_labels(y);
    Box area{left, 0, svg_.width() - 12, 0};
    const std::vector<Flag> flags = flags_on(x_scale(x, area));
    const FlagLayout layout = flag_layout(flags, svg_.width());
    area.top = room_for_title(y, svg_.width()) + layout.height() + 4;
    area.bottom = area.top + (svg_.width() >= 600 ? 280 : 220);
    draw_bars(x, y, area);
    draw_title_and_axis(y, area, layout);
    draw_flags(svg_, flags, area, layout);
    double bottom = draw_x_axis(svg_, x, area);
    if (!layout.fits()) bottom = draw_legend(svg_, legend(flags), {area.left, bottom + 10, area.right, 0});
    return svg_.finish(bottom + 4, describe().text(), table());
  }

 private:
  const NumberStyle& numbers() const { return input_.heading.numbers; }

  Axis x_axis() const {
    const auto span =
        span_of({bins_.front().low, bins_.back().high, input_.estimate, input_.mean, input_.low, input_.high});
    return number_axis(*span, svg_.width() >= 600 ? 8 : 5, input_.words.value, numbers());
  }

  // The rows of flags stand between the title of the vertical axis and the area.
  void draw_title_and_axis(const Axis& y, const Box& area, const FlagLayout& layout) {
    Axis untitled = y;
    untitled.title.clear();
    draw_y_axis(svg_, untitled, area, false);
    const double top = area.top - layout.height() - 4;
    draw_axis_title(svg_, y.title, {0, 0, svg_.width(), top});
  }

  void draw_bars(const Axis& x, const Axis& y, const Box& area) {
    const LinearScale across = x_scale(x, area);
    const LinearScale up = y_scale(y, area);
    if (input_.low && input_.high) {
      svg_.rect({across(*input_.low), area.top, across(*input_.high), area.bottom}, {Colour::blue, 0.1});
    }
    std::vector<Box> bars;
    for (const DistributionBin& bin : bins_) {
      if (bin.count == 0) continue;
      const double from = across(bin.low);
      const double to = std::max(across(bin.high), from + narrowest_bar);
      bars.push_back({from, up(static_cast<double>(bin.count)), to - (to - from > 4 ? 1 : 0), area.bottom});
    }
    svg_.rects(bars, {Colour::bar});
  }

  std::vector<Flag> flags_on(const LinearScale& across) const {
    const DistributionWords& words = input_.words;
    std::vector<Flag> flags;
    const auto add = [&](std::optional<double> at, const std::string& label, Stroke stroke) {
      if (!at || !std::isfinite(*at)) return;
      flags.push_back({across(*at), label + " " + write_number(at, input_.digits, numbers()), stroke});
    };
    add(input_.low, words.low, {Colour::blue, 1.5, Dash::dashed});
    add(input_.estimate, words.estimate, {Colour::ink, 2});
    add(input_.mean, words.mean, {Colour::vermillion, 2, Dash::dotted});
    add(input_.high, words.high, {Colour::blue, 1.5, Dash::dash_dotted});
    return flags;
  }

  static std::vector<LegendItem> legend(const std::vector<Flag>& flags) {
    std::vector<LegendItem> items;
    for (const Flag& flag : flags) items.push_back(line_item(flag.label, flag.stroke));
    return items;
  }

  Description describe() const {
    const DistributionWords& words = input_.words;
    Description text(input_.heading);
    if (input_.undefined > 0) text.item(words.undefined, write_count(input_.undefined, numbers()));
    text.item(words.estimate, write_number(input_.estimate, input_.digits, numbers()));
    text.item(words.mean, write_number(input_.mean, input_.digits, numbers()));
    text.item(words.low, write_number(input_.low, input_.digits, numbers()));
    text.item(words.high, write_number(input_.high, input_.digits, numbers()));
    return text;
  }

  DataTable table() const {
    DataTable table{{"low", "high", "resamples"}, {}};
    for (const DistributionBin& bin : bins_) {
      table.rows.push_back({exact(bin.low), exact(bin.high), std::to_string(bin.count)});
    }
    return table;
  }

  const Distribution& input_;
  const std::vector<DistributionBin>& bins_;
  Svg svg_;
};

}  // namespace

Figure draw_distribution(const Distribution& distribution) {
  return Drawing(distribution).draw();
}

}  // namespace cxrval::report
