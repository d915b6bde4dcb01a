// SPDX-License-Identifier: Apache-2.0
#include "material.hpp"

#include <algorithm>

namespace cxrval::eval_boxes {

bool ImageList::add(Image image) {
  const auto [known, fresh] = index_.emplace(image.id, static_cast<std::uint32_t>(images_.size()));
  if (fresh) {
    images_.push_back(std::move(image));
    return true;
  }
  Image& first = images_[known->second];
  if (first.patient != image.patient) return false;
  ++first.copies;
  if (!first.size) first.size = image.size;
  return true;
}

void ImageList::sort() {
  std::sort(images_.begin(), images_.end(), [](const Image& a, const Image& b) { return a.id < b.id; });
  for (std::size_t i = 0; i < images_.size(); ++i) index_[images_[i].id] = static_cast<std::uint32_t>(i);
}

std::optional<std::uint32_t> ImageList::find(std::string_view id) const {
  const auto found = index_.find(std::string(id));
  return found == index_.end() ? std::nullopt : std::optional(found->second);
}

std::string ImageList::why_not(const std::string& id) const {
  const auto found = excluded_.find(id);
  return found == excluded_.end() ? "image_not_listed" : found->second;
}

std::uint32_t Names::number(const std::string& name) {
  const auto [found, fresh] = numbers_.emplace(name, static_cast<std::uint32_t>(names_.size()));
  if (fresh) names_.push_back(&found->first);
  return found->second;
}

std::optional<std::uint32_t> Names::find(const std::string& name) const {
  const auto found = numbers_.find(name);
  return found == numbers_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::uint32_t> Names::sorted() const {
  std::vector<std::uint32_t> order;
  for (const auto& [name, number] : numbers_) order.push_back(number);
  return order;
}

}  // namespace cxrval::eval_boxes
