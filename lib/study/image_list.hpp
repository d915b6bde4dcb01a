// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cxrval::study {

// Columns and rows of an image.
struct PixelSize {
  double width = 0;
  double height = 0;

  bool operator==(const PixelSize&) const = default;
};

struct ListedImage {
  std::string id;
  std::string patient;            // empty where the list does not say
  std::optional<PixelSize> size;  // where the list says
  std::size_t copies = 1;         // how often the list has it
  std::string fold{};             // whose model the image tests; empty without folds
};

// The images that are evaluated, those without any finding among them, and those that are left out on purpose.
class ImageList {
 public:
  // False where the id is there already with another patient or fold.
  bool add(ListedImage image);
  // Brings the images into the order of their ids, so that nothing depends on the order of the list.
  void sort();
  void exclude(const std::string& id, const std::string& reason) { excluded_.emplace(id, reason); }

  const std::vector<ListedImage>& images() const { return images_; }
  std::optional<std::uint32_t> find(std::string_view id) const;
  // Why an image is not among them: the reason given, or image_not_listed.
  std::string why_not(const std::string& id) const;
  bool left_out(const std::string& id) const { return excluded_.contains(id); }

 private:
  std::vector<ListedImage> images_;
  std::unordered_map<std::string, std::uint32_t> index_;
  std::unordered_map<std::string, std::string> excluded_;
};

// The patient of each image, numbered from 0 in the order of the images; one without a patient is its own.
std::vector<std::uint32_t> patient_numbers(const std::vector<ListedImage>& images);

}  // namespace cxrval::study
