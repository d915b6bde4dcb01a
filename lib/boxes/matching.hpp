// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/box.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace cxrval::boxes {

// How wide a box is: x_max - x_min (coordinates are edges, as in COCO), or one more (coordinates are the first and the
// last pixel, as in the programs of PASCAL VOC).
enum class PixelRule { edges, inclusive };

// A box by that rule as its edges, and the way back.
Box to_edges(const Box& box, PixelRule pixels);
Box from_edges(const Box& edges, PixelRule pixels);

// Which truth a detection takes.
enum class Taking {
  best,  // the truth that it overlaps most; where that one is taken, the detection is a false alarm (PASCAL VOC)
  free,  // of the truths that are not taken yet, the one that it overlaps most (COCO)
};

struct MatchRule {
  double iou = 0.4;    // above 0, at most 1
  bool above = false;  // a pair needs an IoU > iou; else >= iou
  Taking taking = Taking::best;
  PixelRule pixels = PixelRule::edges;
  std::size_t most = std::numeric_limits<std::size_t>::max();  // detections taken into account, best first
};

// What is really there. A crowd (COCO's iscrowd) is a region of lesions that nobody told apart: it is not to be found,
// and detections in it count neither as hits nor as false alarms.
struct Truth {
  Box box;
  bool crowd = false;
};

enum class Outcome : std::uint8_t { false_alarm, hit, ignored };

struct Judged {
  double score = 0;
  Outcome outcome = Outcome::false_alarm;
};

// Intersection over union by the pixel rule; 0 when the boxes have no pixel in common.
double overlap(const Box& a, const Box& b, PixelRule pixels);

// The detections of one image and one class in the order of comes_before, the first `most` of them, each with what it
// is: a hit takes one truth, and no truth is taken twice (Everingham et al., "The PASCAL visual object classes
// challenge", Int. J. Comput. Vis. 88, 2010, section 4.2; Lin et al., "Microsoft COCO", ECCV 2014, and its evaluation
// rules). A detection that takes no truth is ignored where enough of it lies in a crowd: of its own area, not of the
// union. Of truths that are overlapped equally the first by x_min, y_min, x_max, y_max is taken, so that the order of
// the input never matters. Scores and coordinates must be finite.
std::vector<Judged> match(std::span<const Detection> detections, std::span<const Truth> truths, const MatchRule& rule);

}  // namespace cxrval::boxes
