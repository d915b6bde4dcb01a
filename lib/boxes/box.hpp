// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cxrval::boxes {

// A rectangle in pixels. Coordinates are continuous: pixel i covers [i, i + 1), so a box over the whole of an image
// that is 100 wide has x_min 0 and x_max 100.
struct Box {
  double x_min = 0;
  double y_min = 0;
  double x_max = 0;
  double y_max = 0;

  bool operator==(const Box&) const = default;
};

// The size of an image in pixels.
struct Extent {
  double width = 0;
  double height = 0;
};

// A box that a detector gives, with its class as an index into the detector's list of class names.
struct Detection {
  Box box;
  int class_index = 0;
  double score = 0;  // 0 to 1

  bool operator==(const Detection&) const = default;
};

// Zero for a box without an inside (x_max <= x_min or y_max <= y_min).
double area(const Box& box);

// Intersection over union, 0 to 1; 0 when neither box has an inside.
double iou(const Box& a, const Box& b);

// The part of a box that lies in the image.
Box clip(const Box& box, Extent image);

}  // namespace cxrval::boxes
