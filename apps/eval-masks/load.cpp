// SPDX-License-Identifier: Apache-2.0
#include "load.hpp"

#include "image/pixel_set.hpp"
#include "image/raster.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

namespace cxrval::eval_masks {
namespace {

constexpr auto both_sides = {Side::truth, Side::predicted};

std::int64_t pixels(const boxes::Grid& size) {
  return std::int64_t{size.width} * size.height;
}

// One image while it is compared: class by class, each mask united with those before it as it is decoded, so that few
// are in memory at a time.
class OneImage {
 public:
  OneImage(const Comparison& all, std::size_t number, Worker& worker)
      : all_(all), image_(all.images.images()[number]), worker_(worker) {
    for (const Side side : both_sides) records_[index(side)] = &all.sides[index(side)].of_image[number];
  }

  Compared compare() {
    choose_size();
    std::set<std::uint32_t> classes;
    for (const auto* records : records_) {
      for (const MaskRecord& record : *records) classes.insert(record.class_number);
    }
    for (const std::uint32_t number : classes) compare_class(number);
    for (auto& [where, fault] : faults_) result_.faults.push_back({where.first, std::move(fault)});
    return std::move(result_);
  }

 private:
  static std::size_t index(Side side) { return static_cast<std::size_t>(side); }

  // As asked for, else that of the masks, the truth's first, else of the image that boxes are on.
  void choose_size() {
    const MaskRecord* record = nullptr;
    for (const Side side : both_sides) {
      for (const MaskRecord& each : *records_[index(side)]) {
        if (record == nullptr) record = &each;
        if (all_.wanted.size || first_ || std::holds_alternative<boxes::Box>(each.content)) continue;
        if (auto mask = load(side, each)) {
          first_ = std::move(*mask);
          first_record_ = &each;
        }
      }
    }
    if (all_.wanted.size) {
      result_.size = *all_.wanted.size;
    } else if (first_) {
      result_.size = {first_->width, first_->height};
    } else if (record != nullptr && image_.size) {
      result_.size = {static_cast<int>(image_.size->width), static_cast<int>(image_.size->height)};
    }
    if (pixels(result_.size) > std::int64_t{image::most_raster_pixels}) {
      result_.odd = base::Fault{record->place, "the image is larger than 134217728 pixels; give a smaller --size"};
    }
  }

  void compare_class(std::uint32_t number) {
    unite(Side::truth, number, 0, worker_.truth);
    for (std::uint32_t fold = 0; fold < all_.folds; ++fold) {
      unite(Side::predicted, number, fold, worker_.predicted);
      if (!usable()) continue;
      const image::Overlap found = image::overlap(worker_.truth, worker_.predicted);
      result_.groups.push_back({fold, number, {found.both, found.first, found.second}});
    }
  }

  // Masks are read even where the image is lost already, for their own faults.
  void unite(Side side, std::uint32_t class_number, std::uint32_t fold, image::MaskCanvas& all) {
    const std::vector<MaskRecord>& records = *records_[index(side)];
    if (usable()) all.clear(result_.size.width, result_.size.height);
    for (std::size_t i = 0; i < records.size(); ++i) {
      if (records[i].class_number != class_number || records[i].fold != fold) continue;
      if (const auto* box = std::get_if<boxes::Box>(&records[i].content)) {
        if (usable()) add(*box, all);
        if (side == Side::truth) result_.has_truth = true;
        continue;
      }
      const auto mask = take(side, records[i]);
      if (!mask) {
        faults_.emplace(std::pair(side, i), mask.error());
        continue;
      }
      if (side == Side::truth && !result_.has_truth) result_.has_truth = has_pixel(*mask);
      if (usable()) add(*mask, records[i].place, all);
    }
  }

  bool usable() const { return !result_.odd && faults_.empty() && result_.size.width > 0; }

  base::Result<image::Mask> take(Side side, const MaskRecord& record) {
    if (&record == first_record_) return std::move(*first_);
    return load(side, record);
  }

  base::Result<image::Mask> load(Side side, const MaskRecord& record) {
    const Format& format = side == Side::truth ? all_.wanted.truth : all_.wanted.masks;
    return load_mask(record, format, all_.wanted.fraction, worker_.files);
  }

  void add(const image::Mask& mask, const base::Place& place, image::MaskCanvas& all) {
    const boxes::Grid& size = result_.size;
    if (mask.width == size.width && mask.height == size.height) {
      all.add(mask);
    } else if (all_.wanted.resize) {
      all.add(image::resize_nearest(mask, size.width, size.height));
    } else {
      result_.odd = base::Fault{place, "the mask has another size; see --size and --resize"};
    }
  }

  void add(const boxes::Box& box, image::MaskCanvas& all) const {
    const boxes::Extent extent{image_.size->width, image_.size->height};
    const boxes::GridCells cells = boxes::cells_of(box, extent, result_.size, all_.wanted.box_pixels);
    all.add(image::PixelRange{cells.x_begin, cells.x_end, cells.y_begin, cells.y_end});
  }

  const Comparison& all_;
  const study::ListedImage& image_;
  Worker& worker_;
  std::array<const std::vector<MaskRecord>*, 2> records_{};
  std::optional<image::Mask> first_;  // that gave the size, of first_record_
  const MaskRecord* first_record_ = nullptr;
  std::map<std::pair<Side, std::size_t>, base::Fault> faults_;  // in the order of the records
  Compared result_;
};

}  // namespace

Compared Comparison::operator()(std::size_t number) const {
  std::unique_ptr<Worker> worker = workers.take();
  Compared compared = OneImage(*this, number, *worker).compare();
  workers.give_back(std::move(worker));
  return compared;
}

}  // namespace cxrval::eval_masks
