// SPDX-License-Identifier: Apache-2.0
#include "curves.hpp"

#include "base/number.hpp"

namespace cxrval::eval_boxes {
namespace {

constexpr auto number = table::Kind::number;

std::string ratio(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? "" : base::format_real(static_cast<double>(part) / static_cast<double>(whole));
}

// The points of one curve.
struct Points {
  std::vector<double> scores;
  std::vector<stats::BoxCounts> counts;
  std::uint64_t truths = 0;

  explicit Points(const stats::BoxOutcomes& boxes, stats::EqualScores equal = stats::EqualScores::together)
      : scores(boxes.point_scores(equal)) {
    const std::vector<std::uint8_t> once(boxes.images(), 1);
    counts = boxes.all_points(once, equal);
    truths = boxes.truths(once);
  }
};

void write_froc_of(const std::string& group, const stats::BoxOutcomes& boxes, table::Writer& table) {
  const Points points(boxes);
  for (std::size_t i = 0; i < points.counts.size(); ++i) {
    const stats::BoxCounts& counts = points.counts[i];
    table.write(std::vector<std::string>{
        group, base::format_real(points.scores[i]), std::to_string(counts.hits), std::to_string(counts.false_alarms()),
        ratio(counts.false_alarms(), boxes.images()), ratio(counts.hits, points.truths)});
  }
}

}  // namespace

void write_curves(const std::string& path, const stats::BoxSample& sample, const std::vector<std::string>& classes,
                  cli::Run& run) {
  table::Writer& table = run.create_table("curves", path,
                                          {{"group"},
                                           {"iou", number},
                                           {"score", number},
                                           {"tp", number},
                                           {"fp", number},
                                           {"recall", number},
                                           {"precision", number},
                                           {"envelope", number}});
  for (std::size_t c = 0; c < classes.size(); ++c) {
    for (std::size_t i = 0; i < sample.ious.size(); ++i) {
      const Points points(sample.classes[c][i], sample.equal_scores);
      const std::vector<double> envelope = stats::envelope(points.counts);
      for (std::size_t k = 0; k < points.counts.size(); ++k) {
        const stats::BoxCounts& counts = points.counts[k];
        table.write(std::vector<std::string>{"class=" + classes[c], base::format_real(sample.ious[i]),
                                             base::format_real(points.scores[k]), std::to_string(counts.hits),
                                             std::to_string(counts.false_alarms()), ratio(counts.hits, points.truths),
                                             ratio(counts.hits, counts.boxes), base::format_real(envelope[k])});
      }
    }
  }
}

void write_froc(const std::string& path, const stats::BoxSample& sample, const std::vector<std::string>& classes,
                cli::Run& run) {
  table::Writer& table = run.create_table("froc", path,
                                          {{"group"},
                                           {"score", number},
                                           {"tp", number},
                                           {"fp", number},
                                           {"false_alarms_per_image", number},
                                           {"sensitivity", number}});
  write_froc_of("all", sample.together, table);
  for (std::size_t c = 0; c < classes.size(); ++c)
    write_froc_of("class=" + classes[c], sample.classes[c].front(), table);
}

}  // namespace cxrval::eval_boxes
