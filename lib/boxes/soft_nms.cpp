// SPDX-License-Identifier: Apache-2.0
#include "boxes/soft_nms.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <unordered_map>

namespace cxrval::boxes {

namespace {

// A detection whose score has been lowered by the first `seen` of the kept boxes that are its rivals. Scores only fall,
// so that one whose score is up to date and first among scores that may be out of date is first by the true ones.
struct Candidate {
  Detection detection;
  std::size_t seen = 0;
};

bool comes_after(const Candidate& a, const Candidate& b) {
  return comes_before(b.detection, a.detection);
}

double factor(double overlap, const SoftNms& rule) {
  if (rule.decay == Decay::gaussian) return overlap > 0 ? std::exp(-overlap * overlap / rule.sigma) : 1;
  return overlap >= rule.iou_threshold ? 1 - overlap : 1;
}

std::vector<Candidate> heap_of(const std::vector<Detection>& detections, double score_floor) {
  std::vector<Candidate> heap;
  for (const Detection& detection : detections) {
    if (detection.score > score_floor) heap.push_back({detection});
  }
  std::make_heap(heap.begin(), heap.end(), comes_after);
  return heap;
}

}  // namespace

std::vector<Detection> suppress_softly(const std::vector<Detection>& detections, const SoftNms& rule) {
  std::vector<Candidate> heap = heap_of(detections, rule.score_floor);
  std::unordered_map<int, std::vector<Box>> kept_boxes;
  std::vector<Detection> kept;
  while (!heap.empty() && kept.size() < rule.most) {
    std::pop_heap(heap.begin(), heap.end(), comes_after);
    Candidate& best = heap.back();
    Detection& detection = best.detection;
    std::vector<Box>& rivals = kept_boxes[rule.classes == Classes::together ? 0 : detection.class_index];
    const double before = detection.score;
    for (; best.seen < rivals.size(); ++best.seen) {
      detection.score *= factor(iou(rivals[best.seen], detection.box), rule);
    }
    if (detection.score == before) {
      rivals.push_back(detection.box);
      kept.push_back(detection);
    } else if (detection.score > rule.score_floor) {
      std::push_heap(heap.begin(), heap.end(), comes_after);
      continue;
    }
    heap.pop_back();
  }
  return kept;
}

}  // namespace cxrval::boxes
