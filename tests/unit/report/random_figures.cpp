// SPDX-License-Identifier: Apache-2.0
#include "random_figures.hpp"

#include "report/axis.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace cxrval::report::test {

RandomFigures::RandomFigures(unsigned seed) : random_(seed) {
  constexpr std::array widths{340.0, 360.0, 390.0, 500.0, 599.0, 600.0, 720.0, 1000.0};
  width_ = widths[below(widths.size())];
  mood_ = static_cast<int>(below(6));
  if (below(2) == 0) numbers_ = {",", ".", "–", " đến ", "%"};
}

std::string RandomFigures::word() {
  static const std::vector<std::string> known{"normal",
                                              "abnormal",
                                              "studies",
                                              "F1",
                                              "báo",
                                              "cáo",
                                              "bất",
                                              "thường",
                                              "Ưu",
                                              "ƠN",
                                              "(95%",
                                              "MANUFACTURER",
                                              "CI)",
                                              "0.653",
                                              "<script>",
                                              "\u202Ex",
                                              "a&b",
                                              "i",
                                              "–",
                                              "'",
                                              "\xFF",
                                              "posteroanterior",
                                              "người",
                                              "ngực",
                                              "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"};
  return known[below(10) == 0 ? below(known.size()) : below(10)];
}

std::string RandomFigures::words(std::size_t most) {
  std::string text;
  for (std::size_t i = 1 + below(most); i > 0; --i) text += (text.empty() ? "" : " ") + word();
  return text;
}

std::optional<double> RandomFigures::number() {
  if (mood_ == 2) return 0;
  if (mood_ == 1 && below(2) == 0)
    return below(2) == 0 ? std::optional<double>() : std::numeric_limits<double>::quiet_NaN();
  return share();
}

std::optional<std::uint64_t> RandomFigures::count() {
  if (mood_ == 2) return 0;
  if (mood_ == 1 && below(2) == 0) return std::nullopt;
  return below(4) == 0 ? below(10) : below(2'000'000);
}

Estimate RandomFigures::estimate() {
  Estimate made{number(), number(), number()};
  if (made.low && made.high && *made.low > *made.high) std::swap(*made.low, *made.high);
  return made;
}

Heading RandomFigures::heading(const std::string& id) {
  return {id, words(4), words(6) + ".", numbers_, width_};
}

FlowBox RandomFigures::box(std::size_t most) {
  return {words(most), count()};
}

std::vector<FlowStep> RandomFigures::steps() {
  std::vector<FlowStep> made;
  for (std::size_t i = below(4); i > 0; --i) {
    FlowStep step;
    if (below(3) > 0) step.losses.box = box(3);
    for (std::size_t reasons = below(7); reasons > 0; --reasons) step.losses.reasons.push_back(box(8));
    step.box = box(5);
    made.push_back(std::move(step));
  }
  return made;
}

Flow RandomFigures::flow() {
  Flow made{heading("flow"), {}, {}, {}, {}, {}};
  if (below(5) > 0) made.studies = {box(5), steps()};
  if (below(5) > 0) made.reports = {box(5), steps()};
  if (below(5) > 0) made.pairs = box(5);
  if (!made.pairs.label.empty()) made.steps = steps();
  for (std::size_t i = below(4); i > 0; --i) {
    FlowSplit split{box(3), {}};
    for (std::size_t parts = below(4); parts > 0; --parts) split.parts.push_back(box(3));
    made.splits.push_back(std::move(split));
  }
  return made;
}

ConfusionMatrix RandomFigures::matrix() {
  const ConfusionWords said{words(3), words(3), words(2), words(2), words(2), words(2),
                            words(1), words(3), words(3), words(3), words(3), words(2)};
  return {heading("matrix"), said, count(), count(), count(), count(), below(2) == 0};
}

Distribution RandomFigures::distribution() {
  Distribution made{heading("distribution"),
                    {words(4), words(3), words(3), words(3), words(3), words(3), words(3), words(3)},
                    {},
                    below(3),
                    number(),
                    number(),
                    number(),
                    number(),
                    3};
  const double width = mood_ == 2 ? 0 : share() / 20;
  const double first = share();
  for (std::size_t i = 0; i < (mood_ == 2 ? 1 : below(51)); ++i) {
    const double low = first + static_cast<double>(i) * width;
    made.bins.push_back({low, low + width, below(2000)});
  }
  return made;
}

Curve RandomFigures::curve() {
  Curve made{
      heading("curve"), {words(5), words(5), words(3), words(3), words(3), words(3), words(3)}, {}, {}, false, {}, {}};
  for (std::size_t i = 0; i <= 100 && mood_ != 3; ++i) {
    const Estimate y = estimate();
    made.points.push_back({static_cast<double>(i) / 100, y.value, y.low, y.high});
  }
  if (below(2) == 0) made.operating_point = OperatingPoint{share(), share(), below(2) == 0 ? words(5) : ""};
  made.diagonal = below(2) == 0;
  if (!made.diagonal) made.level_line = number();
  for (std::size_t i = below(4); i > 0; --i) made.notes.push_back(words(9));
  return made;
}

Calibration RandomFigures::calibration() {
  Calibration made{heading("calibration"), {words(5), words(5), words(3), words(3), words(3), words(3)}, {}, {}};
  for (std::size_t i = 0; i < 10 && mood_ != 3; ++i) {
    const double low = static_cast<double>(i) / 10;
    made.bins.push_back({low, low + 0.1, count().value_or(0), number(), estimate()});
  }
  for (std::size_t i = below(4); i > 0; --i) made.notes.push_back(words(9));
  return made;
}

Lags RandomFigures::lags() {
  Lags made{heading("lags"), {words(5), words(2), "per", "min", words(4), words(4), words(3)}, {}, {}};
  made.rows.push_back({{}, -2880, count().value_or(0)});
  const std::int64_t span = 15 * static_cast<std::int64_t>(1 + below(190));
  for (std::int64_t from = -2880; from < 2880; from += 15) {
    made.rows.push_back({from, from + 15, std::abs(from) < span ? count().value_or(0) : 0});
  }
  made.rows.push_back({2880, {}, count().value_or(0)});
  for (std::size_t i = below(5); i > 0; --i) {
    made.marks.push_back({static_cast<std::int64_t>(below(5760)) - 2880, words(3)});
  }
  return made;
}

Days RandomFigures::days() {
  Days made{heading("days"), {words(3), words(3), words(4), words(3)}, {}, {}};
  const std::size_t length = mood_ == 3 ? 0 : 1 + below(below(4) == 0 ? 1500 : 80);
  for (std::size_t i = 0; i < length; ++i) {
    if (below(10) > 0) made.days.push_back(day_text(18000 + static_cast<std::int64_t>(i)));
  }
  for (std::size_t series = below(5); series > 0; --series) {
    DaySeries one{words(6), "series", {}};
    for (std::size_t i = 0; i < made.days.size(); ++i) one.counts.push_back(count());
    made.series.push_back(std::move(one));
  }
  return made;
}

Forest RandomFigures::forest() {
  Forest made{
      heading("forest"), {words(2), words(2), words(3), words(3), words(3), words(3)}, {}, {}, words(2), {}, {}, 3};
  const bool notes = below(2) == 0;
  for (std::size_t i = below(12); i > 0; --i) {
    const bool header = below(4) == 0;
    made.rows.push_back({words(7), header, count(), header ? Estimate{} : estimate(), notes ? words(2) : ""});
  }
  if (below(2) == 0) made.overall = {words(3), false, count(), estimate(), ""};
  if (below(3) == 0) made.least = 0.4;
  if (below(3) == 0) made.most = 0.7;
  return made;
}

IntervalBars RandomFigures::bars() {
  IntervalBars made{
      heading("bars"), {words(5), below(2) == 0 ? words(2) : "", words(2), words(2), words(3)}, {}, number(), 1, 3};
  for (std::size_t i = below(9); i > 0; --i) made.rows.push_back({words(5), count(), estimate()});
  return made;
}

Bounds RandomFigures::bounds() {
  Bounds made{heading("bounds"), {words(3), words(4), words(4), words(2), words(3)}, {}, number(), 3};
  for (std::size_t i = below(8); i > 0; --i) {
    const Estimate ends = estimate();
    made.rows.push_back({words(6), below(2) == 0 ? estimate() : Estimate{}, ends.low, ends.high});
  }
  return made;
}

std::vector<Figure> RandomFigures::all() {
  return {draw_flow(flow()),    draw_confusion_matrix(matrix()), draw_distribution(distribution()),
          draw_curve(curve()),  draw_calibration(calibration()), draw_lags(lags()),
          draw_days(days()),    draw_forest(forest()),           draw_interval_bars(bars()),
          draw_bounds(bounds())};
}

}  // namespace cxrval::report::test
