// SPDX-License-Identifier: Apache-2.0
#include "sample.hpp"

#include "base/error.hpp"

#include <set>

namespace cxrval::eval_masks {

void Sampled::add(std::uint32_t image, const Compared& compared) {
  numbers_.push_back(image);
  sizes_.push_back(compared.size);
  counts_.push_back(compared.groups);
}

std::vector<study::ListedImage> Sampled::images() const {
  std::vector<study::ListedImage> found;
  for (const std::uint32_t number : numbers_) found.push_back(images_.images()[number]);
  return found;
}

// Classes come in the order of their names; the comparison numbers them as they came up.
template <typename Has>
Sample Sampled::sample(const std::string& fold, std::uint32_t number, Has has) const {
  Sample found{fold, {}, {}, {}, {}};
  std::vector<std::size_t> group_of(wanted_.apart ? groups_.classes.by_name().size() : 1);
  if (wanted_.apart) {
    for (const auto& [name, class_number] : groups_.classes.by_name()) {
      group_of[class_number] = found.groups.size();
      found.groups.push_back("class=" + name);
    }
  } else {
    found.groups = {"all"};
  }
  found.counts.resize(found.groups.size());
  for (std::size_t i = 0; i < numbers_.size(); ++i) {
    if (!has(images_.images()[numbers_[i]])) continue;
    found.images.push_back(numbers_[i]);
    found.sizes.push_back(sizes_[i]);
    for (auto& counts : found.counts) counts.emplace_back();
    for (const GroupCounts& group : counts_[i]) {
      if (group.fold == number) found.counts[group_of[group.class_number]].back() = group.counts;
    }
  }
  return found;
}

std::vector<Sample> Sampled::samples() const {
  const auto every = [](const study::ListedImage&) { return true; };
  std::vector<Sample> found;
  if (!wanted_.folds) return {sample("", 0, every)};
  if (!groups_.image_folds) {
    for (const auto& [name, number] : groups_.folds.by_name()) found.push_back(sample(name, number, every));
    return found;
  }
  std::set<std::string> folds;
  for (const study::ListedImage& image : images_.images()) folds.insert(image.fold);
  if (folds.size() > most_folds) {
    throw base::Error("--fold has more than 200 values in --images; it names a column of few values");
  }
  for (const std::string& fold : folds) {
    found.push_back(sample(fold, 0, [&](const study::ListedImage& image) { return image.fold == fold; }));
    if (found.back().images.empty()) throw base::Error("no image of a fold is left to evaluate");
  }
  return found;
}

}  // namespace cxrval::eval_masks
