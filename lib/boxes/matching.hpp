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

// Which of equals comes first: of detections of one score, and of truths that a detection overlaps equally.
enum class Ties {
  corners,  // both by x_min, y_min, x_max, y_max, so that the order of the input never matters
  given,    // detections as given; of truths the first given (Taking::best, as in VOC) or the last (free, as in COCO)
};

struct MatchRule {
  double iou = 0.4;    // above 0, at most 1
  bool above = false;  // a pair needs an IoU > iou; else >= iou
  Taking taking = Taking::best;
  PixelRule pixels = PixelRule::edges;
  Ties ties = Ties::corners;
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
  std::size_t detection = 0;  // its place among those given
};

// Intersection over union by the pixel rule; 0 when the boxes have no pixel in common.
double overlap(const Box& a, const Box& b, PixelRule pixels);

// The detections of one image and one class in falling order of score, the first `most` of them, each with what it is:
// a hit takes one truth, and no truth is taken twice (Everingham et al., "The PASCAL visual object classes challenge",
// Int. J. Comput. Vis. 88, 2010, section 4.2; Lin et al., "Microsoft COCO", ECCV 2014, and its evaluation rules). A
// detection that takes no truth is ignored where enough of it lies in a crowd: of its own area, not of the union.
// Scores and coordinates must be finite.
std::vector<Judged> match(std::span<const Detection> detections, std::span<const Truth> truths, const MatchRule& rule);

}  // namespace cxrval::boxes
