// SPDX-License-Identifier: Apache-2.0
#include "coco_boxes.hpp"

#include "base/error.hpp"
#include "lesion/image_names.hpp"

namespace cxrval::eval_boxes {
namespace {

// Whether `key` was new or had that value.
bool agrees(std::map<std::string, std::string>& known, const std::string& key, const std::string& value) {
  return known.emplace(key, value).first->second == value;
}

}  // namespace

void CocoNames::add(const boxes::CocoFile& file) {
  for (const boxes::CocoImage& image : file.images) {
    const base::Place place{file.source, image.line, image.column};
    if (by_file_ && image.file_name.empty()) throw base::Error(place, "an image has no file_name; name them by id");
    const std::string name = by_file_ ? lesion::stem(image.file_name) : image.id;
    if (!agrees(images_, image.id, name)) throw base::Error(place, "an image has the id of another one");
    if (!agrees(ids_, name, image.id)) {
      throw base::Error(place,
                        "an image has the file name of another one, apart from folder and ending; name them by id");
    }
  }
  for (const boxes::CocoCategory& category : file.categories) {
    const base::Place place{file.source, category.line, category.column};
    if (category.name.empty()) throw base::Error(place, "a category has no name");
    if (!agrees(categories_, category.id, category.name)) {
      throw base::Error(place, "a category has the id of another one");
    }
  }
}

void CocoNames::add_numbered(const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) categories_[std::to_string(i)] = names[i];
}

std::optional<std::string> CocoNames::image(const std::string& id) const {
  const auto found = images_.find(id);
  if (found != images_.end()) return found->second;
  return by_file_ ? std::nullopt : std::optional(id);
}

std::string CocoNames::id_of(const std::string& name) const {
  const auto found = ids_.find(name);
  return found == ids_.end() ? name : found->second;
}

std::optional<std::string> CocoNames::category(const std::string& id) const {
  const auto found = categories_.find(id);
  return found == categories_.end() ? std::nullopt : std::optional(found->second);
}

boxes::CocoFile read_coco(const std::string& role, const std::string& path, cli::Run& run) {
  return boxes::read_coco(*run.open(role, path));
}

void take_images(const boxes::CocoFile& file, const CocoNames& names, Material& material, cli::Run& run) {
  cli::Ledger& ledger = run.ledger("images", "evaluated");
  for (const boxes::CocoImage& image : file.images) {
    ledger.read();
    const std::string id = names.image(image.id).value();
    if (material.images.find(id)) {
      ledger.merged();
    } else {
      std::optional<study::PixelSize> size;
      if (image.size) size = study::PixelSize{image.size->width, image.size->height};
      material.images.add({id, "", size});
      ledger.written();
    }
  }
}

void take_boxes(const boxes::CocoFile& file, const CocoNames& names, Intake& intake) {
  for (const base::Fault& fault : file.faults) intake.reject(fault, "");
  for (const boxes::CocoBox& box : file.boxes) {
    const base::Place place{file.source, box.line, box.column};
    const auto image = names.image(box.image);
    const auto category = names.category(box.category);
    if (!image || !category) {
      intake.reject({place, image ? "category_id is in no list of categories" : "image_id is in no list of images"},
                    "");
    } else if (intake.scored() && !box.score) {
      intake.reject({place, "no score"}, "");
    } else {
      RawBox raw{*image, *category, "", box.box, box.score.value_or(1), box.crowd};
      raw.edges = true;
      intake.add(raw, {place, ""});
    }
  }
}

}  // namespace cxrval::eval_boxes
