// SPDX-License-Identifier: Apache-2.0
#include "load.hpp"

#include "base/bytes.hpp"
#include "dicom/segmentation.hpp"
#include "image/pixel_set.hpp"
#include "image/raster.hpp"

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

struct Loaded {
  const MaskRecord* record = nullptr;
  image::Mask mask;
};

const Format& format_of(Side side, const Wanted& wanted) {
  return side == Side::truth ? wanted.truth : wanted.masks;
}

// One image while it is compared.
class OneImage {
 public:
  OneImage(const Comparison& all, std::size_t number) : all_(all), image_(all.images.images()[number]) {
    for (const Side side : both_sides) records_[index(side)] = &all.sides[index(side)].of_image[number];
  }

  Compared compare() {
    load();
    if (!result_.faults.empty()) return std::move(result_);
    result_.size = size();
    result_.groups.resize(all_.groups);
    for (std::size_t group = 0; group < all_.groups && result_.size.width > 0; ++group) {
      auto truth = united(Side::truth, group);
      auto predicted = united(Side::predicted, group);
      if (!truth || !predicted) {
        result_.odd = truth ? predicted.error() : truth.error();
        return std::move(result_);
      }
      const image::Overlap found = image::overlap(*truth, *predicted);
      result_.groups[group] = {found.both, found.first, found.second};
    }
    return std::move(result_);
  }

 private:
  static std::size_t index(Side side) { return static_cast<std::size_t>(side); }

  void load() {
    Loader loader(all_.wanted);
    for (const Side side : both_sides) {
      for (const MaskRecord& record : *records_[index(side)]) {
        if (std::holds_alternative<boxes::Box>(record.content)) continue;
        auto mask = loader(format_of(side, all_.wanted), record);
        if (mask) {
          loaded_[index(side)].push_back({&record, std::move(*mask)});
        } else {
          result_.faults.push_back({side, mask.error()});
        }
      }
    }
  }

  // As asked for, else that of the masks, the truth's first, else of the image that boxes are on.
  boxes::Grid size() const {
    if (all_.wanted.size) return *all_.wanted.size;
    for (const Side side : both_sides) {
      for (const Loaded& loaded : loaded_[index(side)]) return {loaded.mask.width, loaded.mask.height};
    }
    if (records_[0]->empty() && records_[1]->empty()) return {};
    return {static_cast<int>(image_.size->width), static_cast<int>(image_.size->height)};
  }

  base::Result<image::Mask> united(Side side, std::size_t group) const {
    const boxes::Grid& grid = result_.size;
    image::Mask all = image::empty_mask(grid.width, grid.height);
    for (const Loaded& loaded : loaded_[index(side)]) {
      if (loaded.record->class_number != group) continue;
      const bool same = loaded.mask.width == grid.width && loaded.mask.height == grid.height;
      if (!same && !all_.wanted.resize) {
        return base::fault(loaded.record->place, "the mask has another size; see --size and --resize");
      }
      image::add(all, same ? loaded.mask : image::resize_nearest(loaded.mask, grid.width, grid.height));
    }
    for (const MaskRecord& record : *records_[index(side)]) {
      const auto* box = std::get_if<boxes::Box>(&record.content);
      if (box == nullptr || record.class_number != group) continue;
      const boxes::Extent extent{image_.size->width, image_.size->height};
      const boxes::GridCells cells = boxes::cells_of(*box, extent, grid, all_.wanted.box_pixels);
      image::add(all, image::PixelRange{cells.x_begin, cells.x_end, cells.y_begin, cells.y_end});
    }
    return all;
  }

  const Comparison& all_;
  const study::ListedImage& image_;
  std::array<const std::vector<MaskRecord>*, 2> records_{};
  std::array<std::vector<Loaded>, 2> loaded_;
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
