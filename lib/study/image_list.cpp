// SPDX-License-Identifier: Apache-2.0
#include "study/image_list.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::study {

bool ImageList::add(ListedImage image) {
  const auto [known, fresh] = index_.emplace(image.id, static_cast<std::uint32_t>(images_.size()));
  if (fresh) {
    images_.push_back(std::move(image));
    return true;
  }
  ListedImage& first = images_[known->second];
  if (first.patient != image.patient || first.fold != image.fold) return false;
  ++first.copies;
  if (!first.size) first.size = image.size;
  return true;
}

void ImageList::sort() {
  std::sort(images_.begin(), images_.end(), [](const ListedImage& a, const ListedImage& b) { return a.id < b.id; });
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

std::vector<std::uint32_t> patient_numbers(const std::vector<ListedImage>& images) {
  std::vector<std::uint32_t> numbers;
  std::unordered_map<std::string, std::uint32_t> known;
  std::uint32_t next = 0;
  for (const ListedImage& image : images) {
    if (image.patient.empty()) {
      numbers.push_back(next++);
      continue;
    }
    const auto [patient, fresh] = known.emplace(image.patient, next);
    if (fresh) ++next;
    numbers.push_back(patient->second);
  }
  return numbers;
}

}  // namespace cxrval::study
