// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/grid.hpp"
#include "intake.hpp"
#include "load.hpp"
#include "stats/mask_evaluation.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cxrval::eval_masks {

// What was compared: images that could be, in the order of the list, and their masks' counts by group.
struct Sample {
  std::string fold;                 // empty without folds
  std::vector<std::string> groups;  // all, or class=NAME in the byte order of the names
  std::vector<std::uint32_t> images;
  std::vector<boxes::Grid> sizes;                      // of each image
  std::vector<std::vector<stats::MaskCounts>> counts;  // by group and image
};

// All that was compared, image by image.
class Sampled {
 public:
  Sampled(const study::ImageList& images, const Wanted& wanted, const Groups& groups)
      : images_(images), wanted_(wanted), groups_(groups) {}

  void add(std::uint32_t image, const Compared& compared);
  bool empty() const { return numbers_.empty(); }
  // The images of the list that were compared.
  std::vector<study::ListedImage> images() const;

  // A sample; of folds one each, in the byte order of their names: of masks' folds each has all images, of images'
  // folds each its own. Throws Error for more than 200 folds of images, and for one without an image.
  std::vector<Sample> samples() const;

 private:
  template <typename Has>
  Sample sample(const std::string& fold, std::uint32_t number, Has has) const;

  const study::ImageList& images_;
  const Wanted& wanted_;
  const Groups& groups_;
  std::vector<std::uint32_t> numbers_;
  std::vector<boxes::Grid> sizes_;
  std::vector<std::vector<GroupCounts>> counts_;  // by image
};

}  // namespace cxrval::eval_masks
