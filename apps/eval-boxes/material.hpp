// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/matching.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cxrval::eval_boxes {

struct Image {
  std::string id;
  std::string patient;                // empty where the list does not say
  std::optional<boxes::Extent> size;  // in pixels
  std::size_t copies = 1;             // how often the list has it
};

// The images that are evaluated, those without a lesion among them, and those that are left out on purpose.
class ImageList {
 public:
  // False where the id is there already with another patient.
  bool add(Image image);
  // Brings the images into the order of their ids, so that nothing depends on the order of the list.
  void sort();
  void exclude(const std::string& id, const std::string& reason) { excluded_.emplace(id, reason); }

  const std::vector<Image>& images() const { return images_; }
  std::optional<std::uint32_t> find(std::string_view id) const;
  // Why an image is not among them: the reason given, or image_not_listed.
  std::string why_not(const std::string& id) const;
  bool left_out(const std::string& id) const { return excluded_.contains(id); }

 private:
  std::vector<Image> images_;
  std::unordered_map<std::string, std::uint32_t> index_;
  std::unordered_map<std::string, std::string> excluded_;
};

// Names with numbers in the order in which they came up.
class Names {
 public:
  std::uint32_t number(const std::string& name);
  std::size_t size() const { return names_.size(); }
  const std::string& operator[](std::size_t number) const { return *names_[number]; }
  std::optional<std::uint32_t> find(const std::string& name) const;
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
  std::vector<PlacedBox> truth;
  std::vector<PlacedBox> found;
};

}  // namespace cxrval::eval_boxes
