// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/coco.hpp"
#include "cli/run.hpp"
#include "intake.hpp"
#include "material.hpp"
#include "options.hpp"

#include <map>
#include <string>
#include <vector>

namespace cxrval::eval_boxes {

// What COCO's numbers mean in this run.
class CocoNames {
 public:
  // Images by their id, or by their file's name without folders and the ending .dcm, .dicom, .png, .jpg or .jpeg.
  explicit CocoNames(const std::string& image) : by_file_(image == "file_name") {}

  // Throws base::Error with the place of an element that has no name, the id of another one or, an image, its name.
  void add(const boxes::CocoFile& file);
  // Categories that are named by their number, from 0.
  void add_numbered(const std::vector<std::string>& names);
  // Nothing for an id that no list has (of images: when they go by file name).
  std::optional<std::string> image(const std::string& id) const;
  // The id of an image of that name, or the name where no list has it.
  std::string id_of(const std::string& name) const;
  std::optional<std::string> category(const std::string& id) const;

 private:
  bool by_file_;
  std::map<std::string, std::string> images_;  // names by id
  std::map<std::string, std::string> ids_;     // of images by name
  std::map<std::string, std::string> categories_;
};

boxes::CocoFile read_coco(const std::string& role, const std::string& path, cli::Run& run);

// The file's images as the list, in the unit images.
void take_images(const boxes::CocoFile& file, const CocoNames& names, Material& material, cli::Run& run);
void take_boxes(const boxes::CocoFile& file, const CocoNames& names, Intake& intake);

}  // namespace cxrval::eval_boxes
