// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "boxes/box.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::boxes {

struct CocoImage {
  std::string id;  // whole numbers as their digits
  std::string file_name;
  std::optional<Extent> size;  // nothing where width or height is missing or null
  std::size_t line = 0;        // where the element begins
  std::size_t column = 0;
};

struct CocoCategory {
  std::string id;
  std::string name;
  std::size_t line = 0;
  std::size_t column = 0;
};

struct CocoBox {
  std::string image;
  std::string category;
  Box box;  // x, y, x + width, y + height
  std::optional<double> score;
  bool crowd = false;
  std::size_t line = 0;  // where the annotation begins
  std::size_t column = 0;
};

// A COCO file: an object with images, categories and annotations, or the list of a detector's results, whose elements
// are annotations with a score (https://cocodataset.org, "Data format" and "Results format"). Keys that are not known
// are read over, segmentations too.
struct CocoFile {
  std::string source;       // its name for messages
  bool has_images = false;  // an object with a list of images, which may be empty
  std::vector<CocoImage> images;
  std::vector<CocoCategory> categories;
  std::vector<CocoBox> boxes;       // in the order of the file
  std::vector<base::Fault> faults;  // annotations that cannot be used
};

// Throws Error for text that is no such JSON or was cut short, for an object without a list of annotations, and for an
// image or a category that cannot be used: all with line and column. Memory holds the boxes, at most 64 MiB for a
// single value, and never what is read over.
CocoFile read_coco(base::ByteSource& source);

}  // namespace cxrval::boxes
