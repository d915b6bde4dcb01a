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

constexpr int wanted_bins = 40;

struct Bin {
  double from = 0;
  double to = 0;
  std::uint64_t count = 0;
};

std::vector<double> defined(const std::vector<double>& draws) {
  std::vector<double> kept;
  std::copy_if(draws.begin(), draws.end(), std::back_inserter(kept), [](double draw) { return std::isfinite(draw); });
  return kept;
}

// The edges are the ticks themselves: each is the double nearest to its decimal number.
std::vector<Bin> bins_of(const std::vector<double>& draws) {
  if (draws.empty()) return {};
  const auto [least, most] = std::minmax_element(draws.begin(), draws.end());
  const Span span = nice_span({*least, *most}, wanted_bins);
  const std::vector<double> edges = nice_ticks(span, wanted_bins).values;
  std::vector<Bin> bins;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) bins.push_back({edges[i], edges[i + 1], 0});
  for (const double draw : draws) {
    const auto above = std::upper_bound(edges.begin(), edges.end(), draw) - edges.begin();
    const auto bin = std::clamp<std::ptrdiff_t>(above - 1, 0, static_cast<std::ptrdiff_t>(bins.size()) - 1);
    ++bins[static_cast<std::size_t>(bin)].count;
  }
  return bins;
}

class Drawing {
 public:
  explicit Drawing(const Distribution& input)
      : input_(input), draws_(defined(input.draws)), bins_(bins_of(draws_)), svg_(input.heading) {}

  Figure draw() {
    if (bins_.empty()) return empty_figure(input_.heading, input_.words.no_data, table());
    std::uint64_t most = 0;
    for (const Bin& bin : bins_) most = std::max(most, bin.count);
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
        span_of({bins_.front().from, bins_.back().to, input_.estimate, input_.mean, input_.low, input_.high});
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
    for (const Bin& bin : bins_) {
      if (bin.count == 0) continue;
      const double from = across(bin.from);
      const double to = across(bin.to);
      svg_.rect({from, up(static_cast<double>(bin.count)), to - (to - from > 4 ? 1 : 0), area.bottom}, {Colour::bar});
    }
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
    text.item(words.count, write_count(draws_.size(), numbers()));
    if (draws_.size() < input_.draws.size()) {
      text.item(words.undefined, write_count(input_.draws.size() - draws_.size(), numbers()));
    }
    text.item(words.estimate, write_number(input_.estimate, input_.digits, numbers()));
    text.item(words.mean, write_number(input_.mean, input_.digits, numbers()));
    text.item(words.low, write_number(input_.low, input_.digits, numbers()));
    text.item(words.high, write_number(input_.high, input_.digits, numbers()));
    return text;
  }

  DataTable table() const {
    DataTable table{{"from", "to", "resamples"}, {}};
    for (const Bin& bin : bins_) {
      table.rows.push_back({exact(bin.from), exact(bin.to), std::to_string(bin.count)});
    }
    return table;
  }

  const Distribution& input_;
  std::vector<double> draws_;
  std::vector<Bin> bins_;
  Svg svg_;
};

}  // namespace

Figure draw_distribution(const Distribution& distribution) {
  return Drawing(distribution).draw();
}

}  // namespace cxrval::report
