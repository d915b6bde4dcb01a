// SPDX-License-Identifier: Apache-2.0
#include "report/flow.hpp"

#include "report/flow_boxes.hpp"
#include "report/plot.hpp"

#include <algorithm>

namespace cxrval::report {
namespace {

constexpr double gap = 20;  // between boxes, room for an arrow

bool is_there(const FlowBox& box) {
  return !box.label.empty() || box.count;
}

bool is_there(const FlowLosses& losses) {
  return is_there(losses.box) || !losses.reasons.empty();
}

class Chart {
 public:
  explicit Chart(const Flow& flow) : flow_(flow), svg_(flow.heading), boxes_(svg_, flow.heading.numbers) {}

  Figure draw() {
    const double joined = draw_streams();
    const double ended = draw_pairs(joined);
    const double height = flow_.splits.empty() ? ended : draw_splits(ended);
    return svg_.finish(height + 1, describe().text(), table());
  }

 private:
  bool wide() const { return svg_.width() >= 600; }
  double middle() const { return svg_.width() / 2; }
  double pairs_width() const { return wide() ? svg_.width() * 0.55 : svg_.width() * 0.8; }

  // A box, then for each step what left and the next box, from the top of the column; returns the bottom.
  double draw_stream(const FlowBox& start, const std::vector<FlowStep>& steps, Box column) {
    const double rail = column.left + (wide() ? 40 : 12);
    double y = boxes_.plain(start, {column.left, column.top, column.right, 0});
    for (const FlowStep& step : steps) {
      const double from = y;
      if (is_there(step.losses)) {
        const double top = y + gap * 0.6;
        y = boxes_.losses(step.losses, {rail + gap, top, column.right, 0});
        boxes_.arrow_right({rail, (top + y) / 2}, rail + gap);
      }
      const double top = y + gap;
      boxes_.arrow_down({rail, from}, top);
      y = boxes_.plain(step.box, {column.left, top, column.right, 0});
    }
    return y;
  }

  // Both streams down to where they meet; returns the top of the box of pairs.
  double draw_streams() {
    std::vector<const FlowStream*> streams;
    for (const FlowStream* stream : {&flow_.studies, &flow_.reports}) {
      if (is_there(stream->start)) streams.push_back(stream);
    }
    if (streams.empty()) return 1;
    const double between = wide() ? 24 : 16;
    const double width = streams.size() == 1 ? pairs_width() : (svg_.width() - 2 - between) / 2;
    double left = streams.size() == 1 ? middle() - width / 2 : 1;
    std::vector<Point> ends;
    double bottom = 0;
    for (const FlowStream* stream : streams) {
      const double end = draw_stream(stream->start, stream->steps, {left, 1, left + width, 0});
      ends.push_back({left + width / 2, end});
      bottom = std::max(bottom, end);
      left += width + between;
    }
    return is_there(flow_.pairs) ? boxes_.join(ends, {middle(), bottom + 2 * gap}) : bottom;
  }

  double draw_pairs(double top) {
    if (!is_there(flow_.pairs)) return top;
    const double half = pairs_width() / 2;
    return draw_stream(flow_.pairs, flow_.steps, {middle() - half, top, middle() + half, 0});
  }

  double draw_splits(double top) {
    const double between = wide() ? 24 : 12;
    const auto count = static_cast<double>(flow_.splits.size());
    const double width = (svg_.width() - 2 - between * (count - 1)) / count;
    std::vector<FlowBox> row;
    for (const FlowSplit& split : flow_.splits) row.push_back(split.box);
    const double boxes_top = top + 2 * gap;
    const std::vector<Box> placed = boxes_.row(row, {1, boxes_top, svg_.width() - 1, 0}, between);
    boxes_.fork({middle(), top}, placed);
    double bottom = placed.front().bottom;
    for (std::size_t i = 0; i < placed.size(); ++i) {
      bottom = std::max(bottom, draw_parts(flow_.splits[i].parts, placed[i], width));
    }
    return bottom;
  }

  double draw_parts(const std::vector<FlowBox>& parts, const Box& above, double width) {
    if (parts.empty()) return above.bottom;
    constexpr double between = 12;
    const auto count = static_cast<double>(parts.size());
    if ((width - between * (count - 1)) / count < 120) return draw_parts_below(parts, above);
    const double top = above.bottom + 2 * gap;
    const std::vector<Box> placed = boxes_.row(parts, {above.left, top, above.right, 0}, between);
    boxes_.fork({(above.left + above.right) / 2, above.bottom}, placed);
    return placed.front().bottom;
  }

  double draw_parts_below(const std::vector<FlowBox>& parts, const Box& above) {
    const double rail = above.left + 10;
    double y = above.bottom;
    double middle_of_last = y;
    for (const FlowBox& part : parts) {
      const double top = y + gap * 0.6;
      y = boxes_.row({part}, {rail + gap, top, above.right, 0}, 0).front().bottom;
      middle_of_last = (top + y) / 2;
      boxes_.arrow_right({rail, middle_of_last}, rail + gap);
    }
    svg_.line({crisp(rail), above.bottom}, {crisp(rail), crisp(middle_of_last)});
    return y;
  }

  std::string count(const FlowBox& box) const { return write_count(box.count, flow_.heading.numbers); }

  void describe(Description& text, const std::vector<FlowStep>& steps) const {
    for (const FlowStep& step : steps) {
      if (is_there(step.losses.box)) text.item(step.losses.box.label, count(step.losses.box));
      for (const FlowBox& reason : step.losses.reasons) text.item(reason.label, count(reason));
      text.item(step.box.label, count(step.box));
    }
  }

  Description describe() const {
    Description text(flow_.heading);
    for (const FlowStream* stream : {&flow_.studies, &flow_.reports}) {
      if (is_there(stream->start)) text.item(stream->start.label, count(stream->start));
      describe(text, stream->steps);
    }
    if (is_there(flow_.pairs)) text.item(flow_.pairs.label, count(flow_.pairs));
    describe(text, flow_.steps);
    for (const FlowSplit& split : flow_.splits) {
      text.item(split.box.label, count(split.box));
      for (const FlowBox& part : split.parts) text.item(split.box.label + ", " + part.label, count(part));
    }
    return text;
  }

  static void add(DataTable& table, const std::string& part, const std::string& kind, const FlowBox& box) {
    if (is_there(box)) table.rows.push_back({part, kind, box.label, exact_count(box.count)});
  }

  static void add(DataTable& table, const std::string& part, const std::vector<FlowStep>& steps) {
    for (const FlowStep& step : steps) {
      add(table, part, "left_out", step.losses.box);
      for (const FlowBox& reason : step.losses.reasons) add(table, part, "reason", reason);
      add(table, part, "remaining", step.box);
    }
  }

  DataTable table() const {
    DataTable table{{"part", "kind", "label", "count"}, {}};
    add(table, "studies", "start", flow_.studies.start);
    add(table, "studies", flow_.studies.steps);
    add(table, "reports", "start", flow_.reports.start);
    add(table, "reports", flow_.reports.steps);
    add(table, "pairs", "start", flow_.pairs);
    add(table, "pairs", flow_.steps);
    for (const FlowSplit& split : flow_.splits) {
      add(table, "split", "side", split.box);
      for (const FlowBox& part : split.parts) add(table, "split", "part", part);
    }
    return table;
  }

  const Flow& flow_;
  Svg svg_;
  FlowBoxes boxes_;
};

}  // namespace

Figure draw_flow(const Flow& flow) {
  return Chart(flow).draw();
}

}  // namespace cxrval::report
