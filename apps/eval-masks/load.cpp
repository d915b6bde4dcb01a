// SPDX-License-Identifier: Apache-2.0
#include "load.hpp"

#include "base/bytes.hpp"
#include "dicom/segmentation.hpp"
#include "image/pixel_set.hpp"
#include "image/raster.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <utility>

namespace cxrval::eval_masks {
namespace {

constexpr std::size_t largest_file = std::size_t{1} << 30;
constexpr auto both_sides = {Side::truth, Side::predicted};

// Reads the masks of one image. Keeps the last Segmentation file open, of whose frames the next mask often is another.
class Loader {
 public:
  explicit Loader(const Wanted& wanted) : wanted_(wanted) {}

  base::Result<image::Mask> operator()(const Format& format, const MaskRecord& record) {
    const auto placed = [&](base::Result<image::Mask> mask) {
      if (!mask) mask.error().place = record.place;
      return mask;
    };
    if (const auto* png = std::get_if<PngFile>(&record.content)) return placed(read_png(png->path));
    if (const auto* frame = std::get_if<SegFrame>(&record.content)) return placed(read_frame(*frame));
    const auto& code = std::get<RunLength>(record.content);
    return placed(image::decode_run_length(code.code, format.run_length, code.width, code.height));
  }

 private:
  base::Result<image::Mask> read_png(const std::string& path) const {
    const auto bytes = read_mask_file(path, "");
    if (!bytes) return tl::unexpected(bytes.error());
    if (image::raster_kind(*bytes) != image::RasterKind::png) return base::fault({}, "not a PNG image");
    const auto source = image::read_raster(*bytes);
    if (!source) return tl::unexpected(source.error());
    return image::mask_of(*source);
  }

  base::Result<image::Mask> read_frame(const SegFrame& frame) {
    if (frame.path != path_) {
      file_.reset();
      auto bytes = read_mask_file(frame.path, "");
      if (!bytes) return tl::unexpected(bytes.error());
      bytes_ = std::move(*bytes);
      auto file = dicom::SegmentationFile::parse(bytes_, "");
      if (!file) return tl::unexpected(file.error());
      file_ = std::move(*file);
      path_ = frame.path;
    }
    if (frame.frame >= file_->frames().size()) return base::fault({}, "the file has changed while it was read");
    return file_->mask(frame.frame, wanted_.fraction);
  }

  const Wanted& wanted_;
  std::string path_;
  std::string bytes_;
  std::optional<dicom::SegmentationFile> file_;
};

const Format& format_of(Side side, const Wanted& wanted) {
  return side == Side::truth ? wanted.truth : wanted.masks;
}

std::int64_t pixels(const boxes::Grid& size) {
  return std::int64_t{size.width} * size.height;
}

// One image while it is compared: class by class, each mask united with those before it as it is decoded, so that few
// are in memory at a time.
class OneImage {
 public:
  OneImage(const Comparison& all, std::size_t number)
      : all_(all), image_(all.images.images()[number]), loader_(all.wanted) {
    for (const Side side : both_sides) records_[index(side)] = &all.sides[index(side)].of_image[number];
  }

  Compared compare() {
    choose_size();
    result_.groups.resize(all_.groups);
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
        if (auto mask = loader_(format_of(side, all_.wanted), each)) {
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
    const image::Mask truth = united(Side::truth, number);
    const image::Mask predicted = united(Side::predicted, number);
    if (result_.odd || !faults_.empty()) return;
    const image::Overlap found = image::overlap(truth, predicted);
    result_.groups[number] = {found.both, found.first, found.second};
  }

  // Masks are read even where the image is lost already, for their own faults.
  image::Mask united(Side side, std::uint32_t class_number) {
    image::Mask all;
    const std::vector<MaskRecord>& records = *records_[index(side)];
    if (usable()) all = image::empty_mask(result_.size.width, result_.size.height);
    for (std::size_t i = 0; i < records.size(); ++i) {
      if (records[i].class_number != class_number) continue;
      if (const auto* box = std::get_if<boxes::Box>(&records[i].content)) {
        if (usable()) add(*box, all);
        continue;
      }
      const auto mask = take(side, records[i]);
      if (!mask) {
        faults_.emplace(std::pair(side, i), mask.error());
      } else if (usable()) {
        add(*mask, records[i].place, all);
      }
    }
    return all;
  }

  bool usable() const { return !result_.odd && faults_.empty() && result_.size.width > 0; }

  base::Result<image::Mask> take(Side side, const MaskRecord& record) {
    if (&record == first_record_) return std::move(*first_);
    return loader_(format_of(side, all_.wanted), record);
  }

  void add(const image::Mask& mask, const base::Place& place, image::Mask& all) {
    if (mask.width == all.width && mask.height == all.height) {
      image::add(all, mask);
    } else if (all_.wanted.resize) {
      image::add(all, image::resize_nearest(mask, all.width, all.height));
    } else {
      result_.odd = base::Fault{place, "the mask has another size; see --size and --resize"};
    }
  }

  void add(const boxes::Box& box, image::Mask& all) const {
    const boxes::Extent extent{image_.size->width, image_.size->height};
    const boxes::GridCells cells = boxes::cells_of(box, extent, result_.size, all_.wanted.box_pixels);
    image::add(all, image::PixelRange{cells.x_begin, cells.x_end, cells.y_begin, cells.y_end});
  }

  const Comparison& all_;
  const study::ListedImage& image_;
  Loader loader_;
  std::array<const std::vector<MaskRecord>*, 2> records_{};
  std::optional<image::Mask> first_;  // that gave the size, of first_record_
  const MaskRecord* first_record_ = nullptr;
  std::map<std::pair<Side, std::size_t>, base::Fault> faults_;  // in the order of the records
  Compared result_;
};

}  // namespace

base::Result<std::string> read_mask_file(const std::string& path, const std::string& shown) {
  try {
    return base::read_all(*base::open_source(path), largest_file);
  } catch (const base::Error&) {
    return base::fault({shown}, "cannot be opened or read");
  }
}

Compared Comparison::operator()(std::size_t number) const {
  return OneImage(*this, number).compare();
}

}  // namespace cxrval::eval_masks
