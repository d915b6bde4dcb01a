// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/matching.hpp"
#include "study/image_list.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace cxrval::eval_boxes {

using study::ImageList;
using Image = study::ListedImage;

// Names with numbers in the order in which they came up.
class Names {
 public:
  std::uint32_t number(const std::string& name);
  std::size_t size() const { return names_.size(); }
  const std::string& operator[](std::size_t number) const { return *names_[number]; }
  // Numbers in the byte order of the names.
  std::vector<std::uint32_t> sorted() const;

 private:
  std::map<std::string, std::uint32_t> numbers_;
  std::vector<const std::string*> names_;  // keys of numbers_, which do not move
};

// A box where it belongs. The reader is a number of Material::readers.
struct PlacedBox {
  std::uint32_t image = 0;
  std::uint32_t class_number = 0;
  std::uint32_t reader = 0;  // of the truth
  boxes::Box box;
  double score = 1;
  bool crowd = false;
  std::uint32_t row = 0;  // its place among the boxes of its file, or of all files of a folder
};

// A reader who looked at an image, whether he drew a box or not.
struct Reading {
  std::uint32_t image = 0;
  std::uint32_t reader = 0;

  auto operator<=>(const Reading&) const = default;
};

struct Material {
  ImageList images;
  Names classes;
  Names readers;
  std::vector<Reading> readings;  // of the truth, each once, in order; a reader without a name is one too
  bool readings_listed = false;   // all of them, by a table of who read which image
  bool has_no_finding = false;    // the truth has a row that says so
  bool has_corners = false;       // a table says where boxes end, which is a matter of --pixels
  std::vector<PlacedBox> truth;
  std::vector<PlacedBox> found;

  // Numbers of the readers of each image.
  std::vector<std::vector<std::uint32_t>> readers_by_image() const;
  // Numbers the rows of the found boxes anew, by image and then as they were. Images stand in the order of their names,
  // one each: by value where all are whole numbers, else byte by byte.
  void order_by_image(const std::vector<std::string>& names);
};

}  // namespace cxrval::eval_boxes
