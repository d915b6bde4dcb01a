// SPDX-License-Identifier: Apache-2.0
#include "report/bounds.hpp"
#include "report/calibration.hpp"
#include "report/confusion_matrix.hpp"
#include "report/curve.hpp"
#include "report/days.hpp"
#include "report/distribution.hpp"
#include "report/flow.hpp"
#include "report/forest.hpp"
#include "report/interval_bars.hpp"
#include "report/lags.hpp"

#include "catch.hpp"
#include "svg_reader.hpp"

#include <algorithm>
#include <limits>

using namespace cxrval::report;
using namespace cxrval::report::test;

namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

Heading heading() {
  return {"figure", "A figure", "What it shows.", {}, 720};
}

std::size_t times_shown(const Figure& figure, const std::string& text) {
  const SvgReader svg(figure.svg);
  const auto texts = svg.named("text");
  return static_cast<std::size_t>(
      std::count_if(texts.begin(), texts.end(), [&](const Element& element) { return element.text == text; }));
}

std::size_t count_of(const Figure& figure, const std::string& element) {
  return SvgReader(figure.svg).named(element).size();
}

ConfusionMatrix paper() {
  return {heading(),
          {"report", "AI", "abnormal", "normal", "positive", "negative", "total", "TP", "FN", "FP", "TN", "of row"},
          1205,
          729,
          551,
          3800,
          false};
}

Distribution distribution(std::vector<DistributionBin> bins, std::uint64_t left_out = 0) {
  return {heading(),
          {"F1", "resamples", "estimate", "mean", "low", "high", "undefined", "no resamples"},
          std::move(bins),
          left_out,
          0.5,
          0.51,
          0.4,
          0.6,
          3};
}

Curve curve(std::vector<CurvePoint> points) {
  return {heading(),
          {"FPR", "sensitivity", "curve", "band", "chance", "operating point", "no curve"},
          std::move(points),
          {},
          true,
          {},
          {"AUC 0.9"}};
}

Lags lags(std::vector<LagRow> rows) {
  return {
      heading(), {"hours", "pairs", "per", "min", "earlier", "later", "no pairs"}, std::move(rows), {{60, "window"}}};
}

}  // namespace

TEST_CASE("a confusion matrix shows counts and shares of its rows, negatives first as the paper has them") {
  const Figure figure = draw_confusion_matrix(paper());
  for (const char* text : {"3,800", "729", "551", "1,205", "83.9% of row", "16.1% of row", "31.4% of row",
                           "68.6% of row", "4,529", "1,756", "4,351", "1,934", "6,285"}) {
    INFO(text);
    REQUIRE(times_shown(figure, text) == 1);
  }
  REQUIRE(figure.data.rows.front() ==
          std::vector<std::string>{"normal", "negative", "TN", "3800", "0.8390373150805918"});
  REQUIRE(figure.data.rows.back()[2] == "TP");
  REQUIRE_THAT(figure.description, contains("TP (report: abnormal; AI: positive): 1,205, 68.6% of row."));
  REQUIRE_THAT(figure.description, contains("total: 6,285."));
}

TEST_CASE("a confusion matrix can have positives first") {
  ConfusionMatrix matrix = paper();
  matrix.positive_first = true;
  const Figure figure = draw_confusion_matrix(matrix);
  REQUIRE(figure.data.rows.front()[2] == "TP");
  REQUIRE(figure.data.rows[1][2] == "FN");
}

TEST_CASE("a missing count is missing in the cell, the shares and the totals, and is not 0") {
  ConfusionMatrix matrix = paper();
  matrix.fn = std::nullopt;
  const Figure figure = draw_confusion_matrix(matrix);
  REQUIRE(times_shown(figure, "0") == 0);
  REQUIRE(times_shown(figure, "–") == 4);  // the cell, its row, its column, all
  REQUIRE(times_shown(figure, "– of row") == 2);
  REQUIRE(figure.data.rows[2][3].empty());
}

TEST_CASE("an empty row has no shares") {
  ConfusionMatrix matrix = paper();
  matrix.tp = matrix.fn = 0;
  REQUIRE(times_shown(draw_confusion_matrix(matrix), "– of row") == 2);
}

TEST_CASE("a distribution shows the bins that it is given, and says how many resamples are undefined") {
  const Figure figure = draw_distribution(distribution({{0.4, 0.5, 1}, {0.5, 0.6, 2}, {0.6, 0.7, 1}}, 1));
  REQUIRE(figure.data.rows.size() == 3);
  REQUIRE(figure.data.rows[1] == std::vector<std::string>{"0.5", "0.6", "2"});
  REQUIRE_THAT(figure.description,
               contains("What it shows. undefined: 1. estimate: 0.500. mean: 0.510. low: 0.400. high: 0.600."));
  REQUIRE(times_shown(figure, "estimate 0.500") == 1);
  REQUIRE(times_shown(figure, "high 0.600") == 1);
}

TEST_CASE("resamples that are all equal are drawn, and none at all are said to be none") {
  const Figure equal = draw_distribution(distribution({{0.5, 0.5, 20}}));
  REQUIRE(times_shown(equal, "F1") == 1);
  REQUIRE(count_of(equal, "path") == 1);
  const Figure none = draw_distribution(distribution({}, 1));
  REQUIRE(times_shown(none, "no resamples") == 1);
  REQUIRE(none.data.rows.empty());
  REQUIRE_THAT(none.description, contains("What it shows. no resamples"));
}

TEST_CASE("a curve breaks where it is not defined, and so does its band") {
  std::vector<CurvePoint> points{{0, 0, 0, 0.1},      {0.25, 0.5, 0.4, 0.6}, {0.5, {}, {}, {}},
                                 {0.75, 0.9, 0.8, 1}, {1, 1, 1, 1},          {1, undefined, undefined, undefined}};
  const Figure figure = draw_curve(curve(points));
  REQUIRE(count_of(figure, "polyline") == 2);
  REQUIRE(count_of(figure, "polygon") == 2);
  REQUIRE(figure.data.rows[2] == std::vector<std::string>{"0.5", "", "", ""});
  REQUIRE(times_shown(figure, "AUC 0.9") == 1);
  REQUIRE_THAT(figure.description, contains("AUC 0.9. FPR 0.0: sensitivity 0.000 (0.000 to 0.100)."));
}

TEST_CASE("a curve says where it is operated and how high its level line is") {
  Curve made = curve({{0, 1, {}, {}}, {1, 0.3, {}, {}}});
  made.operating_point = OperatingPoint{0.25, 0.75, "threshold 0.5"};
  made.diagonal = false;
  made.level_line = 0.279;
  const Figure figure = draw_curve(made);
  REQUIRE(times_shown(figure, "operating point: threshold 0.5") == 1);
  REQUIRE(times_shown(figure, "chance 0.279") == 1);
  REQUIRE(times_shown(figure, "band") == 0);
  REQUIRE_THAT(figure.description, contains("operating point: threshold 0.5: FPR 0.250, sensitivity 0.750."));
  REQUIRE(times_shown(draw_curve(curve({{0, {}, {}, {}}})), "no curve") == 1);
}

TEST_CASE("calibration draws a point for each bin that has one, and the count of each") {
  const CalibrationWords words{"predicted", "observed", "studies", "ideal", "bin", "no bins"};
  const Figure figure =
      draw_calibration({heading(),
                        words,
                        {{0, 0.5, 90, 0.2, {0.1, 0.05, 0.15}}, {0.5, 0.8, 0, {}, {}}, {0.8, 1, 10, 0.9, {0.8, {}, {}}}},
                        {"slope 1.02"}});
  REQUIRE(count_of(figure, "circle") == 3);  // and one in the legend
  REQUIRE(count_of(figure, "rect") == 2);
  REQUIRE(times_shown(figure, "slope 1.02") == 1);
  REQUIRE_THAT(figure.description,
               contains("0.0 to 0.5: studies 90, predicted 0.200, observed 0.100 (0.050 to 0.150)."));
  REQUIRE_THAT(figure.description, contains("0.5 to 0.8: studies 0, predicted –, observed –."));
  REQUIRE(times_shown(draw_calibration({heading(), words, {}, {}}), "no bins") == 1);
}

TEST_CASE("lags keep every count, drawn or named") {
  const Figure figure = draw_lags(lags({{{}, -120, 3}, {-120, -105, 0}, {0, 15, 5}, {15, 30, 2}, {30, {}, 4}}));
  REQUIRE(times_shown(figure, "pairs per 15 min") == 1);
  REQUIRE(times_shown(figure, "earlier: 3") == 1);
  REQUIRE(times_shown(figure, "later: 4") == 1);
  REQUIRE(times_shown(figure, "window") == 1);
  REQUIRE_THAT(figure.description, contains("pairs per 15 min. window: 1.00. earlier: 3. later: 4."));
  REQUIRE_THAT(figure.description, contains("0.00 to 0.25: 5."));
  REQUIRE(figure.data.rows.front() == std::vector<std::string>{"", "-120", "3"});
  REQUIRE(times_shown(draw_lags(lags({{0, 15, 0}})), "no pairs") == 1);
}

TEST_CASE("lags have a bar for each row, on telephones as on desks") {
  Lags many = lags({});
  for (std::int64_t from = -2880; from < 2880; from += 15) many.rows.push_back({from, from + 15, 1});
  for (const double width : {358.0, 720.0}) {
    many.heading.width = width;
    const Figure figure = draw_lags(many);
    REQUIRE(times_shown(figure, "pairs per 15 min") == 1);
    REQUIRE_THAT(figure.description, contains("\u221248.00 to \u221247.75: 1."));
  }
}

TEST_CASE("rows of lags of different widths have no common width") {
  REQUIRE(times_shown(draw_lags(lags({{0, 15, 5}, {15, 60, 2}})), "pairs") == 1);
}

TEST_CASE("a row of lags that does not end after its beginning is refused") {
  REQUIRE_THROWS_AS(draw_lags(lags({{0, 0, 5}})), std::invalid_argument);
  REQUIRE_THROWS_AS(draw_lags(lags({{0, 15, 5}, {15, 10, 5}})), std::invalid_argument);
}

TEST_CASE("lags far apart have no more marks on the axis than lags of a day") {
  const Figure figure = draw_lags(lags({{0, 15, 5}, {1'000'000'000'000, 1'000'000'000'015, 2}}));
  REQUIRE(count_of(figure, "line") < 40);
  REQUIRE(count_of(figure, "text") < 40);
}

TEST_CASE("days without records are hatched, whether they are left out or empty") {
  const DaysWords words{"per day", "most on one day", "nothing", "no days"};
  const Figure figure =
      draw_days({heading(), words, {"2020-11-01", "2020-11-02", "2020-11-05"}, {{"Studies", "studies", {4, 0, 1}}}});
  REQUIRE_THAT(figure.svg, contains("url(#figure-hatch)"));
  REQUIRE_THAT(figure.description, contains("Studies: most on one day 4."));
  REQUIRE_THAT(figure.description, contains("nothing: 2020-11-02 to 2020-11-04."));
  REQUIRE(figure.data.columns == std::vector<std::string>{"day", "studies"});
  REQUIRE(figure.data.rows == Rows{{"2020-11-01", "4"}, {"2020-11-02", "0"}, {"2020-11-05", "1"}});
  const Figure full = draw_days({heading(), words, {"2020-11-01", "2020-11-02"}, {{"Studies", "studies", {4, 1}}}});
  REQUIRE(full.svg.find("hatch") == std::string::npos);
  REQUIRE(times_shown(draw_days({heading(), words, {}, {}}), "no days") == 1);
}

TEST_CASE("days that are none, that do not ascend or that lack numbers are refused") {
  REQUIRE_THROWS_AS(draw_days({heading(), {}, {"2020-13-01"}, {{"", "", {1}}}}), std::invalid_argument);
  REQUIRE_THROWS_AS(draw_days({heading(), {}, {"2020-11-02", "2020-11-02"}, {{"", "", {1, 1}}}}),
                    std::invalid_argument);
  REQUIRE_THROWS_AS(draw_days({heading(), {}, {"2020-11-02"}, {{"", "", {1, 1}}}}), std::invalid_argument);
}

TEST_CASE("a forest plot shows missing estimates as missing") {
  Forest forest{heading(), {"group", "n", "F1 (95% CI)", "F1", "all", "no groups"}, {}, {}, "test", {}, {}, 3};
  forest.rows = {
      {"sex", true, {}, {}, "p = 0.2"}, {"female", false, 30, {0.6, 0.5, 0.7}, ""}, {"male", false, 3, {}, ""}};
  forest.overall = {"all", false, 33, {0.61, 0.52, 0.69}, ""};
  const Figure figure = draw_forest(forest);
  REQUIRE(times_shown(figure, "0.600 (0.500 to 0.700)") == 1);
  REQUIRE(times_shown(figure, "0.610 (0.520 to 0.690)") == 1);
  REQUIRE(times_shown(figure, "–") == 1);
  REQUIRE(times_shown(figure, "p = 0.2") == 1);
  REQUIRE(count_of(figure, "polygon") == 1);
  REQUIRE_THAT(figure.description, contains("sex: p = 0.2. female: n 30, F1 0.600 (0.500 to 0.700). male: n 3, F1 –."));
  REQUIRE(figure.data.rows[2] == std::vector<std::string>{"male", "3", "", "", "", ""});
  forest.rows.clear();
  forest.overall = {};
  REQUIRE(times_shown(draw_forest(forest), "no groups") == 1);
}

TEST_CASE("an interval beyond the ends of the axis has arrow heads there") {
  Forest forest{heading(), {}, {{"a", false, 30, {0.6, 0.2, 0.9}, ""}}, {}, "", 0.4, 0.8, 3};
  REQUIRE(count_of(draw_forest(forest), "polygon") == 2);
  forest.rows.front().estimate = {0.1, 0.05, 0.2};
  const Figure outside = draw_forest(forest);
  REQUIRE(count_of(outside, "polygon") == 0);
  REQUIRE(count_of(outside, "rect") == 0);
}

TEST_CASE("bars of missing numbers are named, not drawn as 0") {
  const IntervalBars bars{heading(),
                          {"AP", "boxes", "mean AP", "not defined", "no rows"},
                          {{"nodule", 12, {0.5, 0.4, 0.6}}, {"fracture", 0, {}}},
                          0.5,
                          1,
                          3};
  const Figure figure = draw_interval_bars(bars);
  REQUIRE(times_shown(figure, "not defined") == 1);
  REQUIRE(count_of(figure, "rect") == 1);
  REQUIRE_THAT(figure.description,
               contains("mean AP 0.500. nodule: 0.500 (0.400 to 0.600), boxes 12. fracture: not defined, boxes 0."));
  REQUIRE(times_shown(draw_interval_bars({heading(), bars.words, {}, {}, 1, 3}), "no rows") == 1);
}

TEST_CASE("bounds show the estimate and how far it can move") {
  const Bounds bounds{heading(),
                      {"F1", "estimate", "possible", "pairs", "no rows"},
                      {{"pairs", {0.65, 0.63, 0.67}, {}, {}}, {"unmatched", {}, 0.6, 0.7}, {"half", {}, 0.6, {}}},
                      0.65,
                      3};
  const Figure figure = draw_bounds(bounds);
  REQUIRE(times_shown(figure, "0.650 (0.630 to 0.670)") == 1);
  REQUIRE(times_shown(figure, "0.600 to 0.700") == 1);
  REQUIRE(times_shown(figure, "0.600 to –") == 1);
  REQUIRE(count_of(figure, "rect") == 2);  // the range and its sample in the legend
  REQUIRE_THAT(figure.description,
               contains("pairs 0.650. pairs: 0.650 (0.630 to 0.670). unmatched: possible 0.600 to 0.700."));
  REQUIRE(times_shown(draw_bounds({heading(), bounds.words, {}, {}, 3}), "no rows") == 1);
}

TEST_CASE("a flow shows every box and reason with its count") {
  Flow flow;
  flow.heading = heading();
  flow.studies.start = {"studies", 1234};
  flow.studies.steps.resize(1);
  flow.studies.steps[0].losses.box = {"left out", 34};
  flow.studies.steps[0].losses.reasons = {{"no PA view", 30}, {"broken", std::nullopt}};
  flow.studies.steps[0].box = {"matched studies", 1200};
  flow.reports.start = {"reports", 1300};
  flow.pairs = {"pairs", 1200};
  flow.splits = {{{"AI abnormal", 400}, {{"report abnormal", 300}, {"report normal", 100}}},
                 {{"AI normal", 800}, {{"report abnormal", 50}, {"report normal", 750}}}};
  const Figure figure = draw_flow(flow);
  for (const char* text : {"1,234", "34", "30", "–", "1,300", "400", "800", "300", "100", "50", "750"}) {
    INFO(text);
    REQUIRE(times_shown(figure, text) == 1);
  }
  REQUIRE(times_shown(figure, "report abnormal") == 2);
  REQUIRE_THAT(
      figure.description,
      contains("studies: 1,234. left out: 34. no PA view: 30. broken: –. matched studies: 1,200. reports: 1,300."));
  REQUIRE_THAT(figure.description, contains("AI abnormal, report normal: 100."));
  REQUIRE(figure.data.rows[2] == std::vector<std::string>{"studies", "reason", "no PA view", "30"});
}

TEST_CASE("a flow draws what it is given, down to nothing") {
  Flow flow;
  flow.heading = heading();
  REQUIRE(draw_flow(flow).height > 0);
  flow.studies.start = {"studies", 3};
  REQUIRE(times_shown(draw_flow(flow), "3") == 1);
  flow.studies.start = {};
  flow.pairs = {"pairs", 0};
  REQUIRE(times_shown(draw_flow(flow), "0") == 1);
}

TEST_CASE("hostile words are text in the figure, its description and its title") {
  ConfusionMatrix matrix = paper();
  matrix.heading.id = "x\" onload=\"alert(1)";
  matrix.heading.title = "</title><script>alert(1)</script>";
  matrix.words.truth = "\u202E<img src=x>";
  const Figure figure = draw_confusion_matrix(matrix);
  REQUIRE(figure.svg.find("<script") == std::string::npos);
  REQUIRE(figure.svg.find("<img") == std::string::npos);
  REQUIRE(figure.svg.find("\u202E") == std::string::npos);
  REQUIRE(figure.id == "x-onload-alert-1");
  REQUIRE(SvgReader(figure.svg).elements()[1].text == matrix.heading.title);
}

TEST_CASE("the style sheet has every colour in light and dark, and light on paper") {
  const std::string css = figure_style();
  REQUIRE_THAT(css, contains("@media screen and (prefers-color-scheme:dark)"));
  REQUIRE(css.find("url(") == std::string::npos);
  REQUIRE(css.find("@import") == std::string::npos);
  REQUIRE(css.find('<') == std::string::npos);
  REQUIRE(css.find('&') == std::string::npos);
  const std::size_t dark = css.find("@media");
  for (const char* name : {".f-ink", ".s-ink", ".f-bar", ".s-blue", ".f-red", ".f-orange"}) {
    REQUIRE(css.find(name) < dark);
    REQUIRE(css.find(name, dark) != std::string::npos);
  }
}

TEST_CASE("a figure of its own has a margin on all sides, and its background covers it") {
  const Figure figure = draw_confusion_matrix(paper());
  const SvgReader alone(standalone_svg(figure));
  const Element background = alone.named("rect").front();
  REQUIRE(alone.elements().front().attributes.at("viewBox").substr(0, 12) == "-12 -12 744 ");
  REQUIRE(background.number("x") == -12);
  REQUIRE(background.number("width") == figure.width + 24);
  REQUIRE(background.number("height") == approx(figure.height + 24));
}
