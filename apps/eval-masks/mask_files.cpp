// SPDX-License-Identifier: Apache-2.0
#include "mask_files.hpp"

#include "base/bytes.hpp"
#include "image/pixel_set.hpp"
#include "image/raster.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace cxrval::eval_masks {
namespace {

constexpr std::size_t largest_file = std::size_t{1} << 30;

base::Result<image::Mask> read_png(const std::string& path) {
  const auto bytes = read_mask_file(path, "");
  if (!bytes) return tl::unexpected(bytes.error());
  if (image::raster_kind(*bytes) != image::RasterKind::png) return base::fault({}, "not a PNG image");
  const auto source = image::read_raster(*bytes);
  if (!source) return tl::unexpected(source.error());
  return image::mask_of(*source);
}

}  // namespace

base::Result<std::string> read_mask_file(const std::string& path, const std::string& shown) {
  try {
    return base::read_all(*base::open_source(path), largest_file);
  } catch (const base::Error&) {
    return base::fault({shown}, "cannot be opened or read");
  }
}

base::Result<const dicom::SegmentationFile*> SegFiles::open(const std::string& path) {
  const auto found = std::find_if(open_.begin(), open_.end(), [&](const Open& each) { return each.path == path; });
  if (found != open_.end()) {
    open_.splice(open_.begin(), open_, found);
    return &*open_.front().file;
  }
  auto bytes = read_mask_file(path, "");
  if (!bytes) return tl::unexpected(bytes.error());
  // Parsed where it stays: the parsed file looks into the bytes.
  std::list<Open> fresh;
  fresh.push_back({path, std::move(*bytes)});
  auto file = dicom::SegmentationFile::parse(fresh.front().bytes, "");
  if (!file) return tl::unexpected(file.error());
  fresh.front().file = std::move(*file);
  open_.splice(open_.begin(), fresh);
  std::size_t held = std::accumulate(open_.begin(), open_.end(), std::size_t{0},
                                     [](std::size_t sum, const Open& each) { return sum + each.bytes.size(); });
  while (open_.size() > 1 && (open_.size() > most_files || held > most_bytes)) {
    held -= open_.back().bytes.size();
    open_.pop_back();
  }
  return &*open_.front().file;
}

base::Result<image::Mask> SegFiles::mask(const SegFrame& frame, double fraction) {
  const auto file = open(frame.path);
  if (!file) return tl::unexpected(file.error());
  if (frame.frame >= (*file)->frames().size()) return base::fault({}, "the file has changed while it was read");
  return (*file)->mask(frame.frame, fraction);
}

base::Result<image::Mask> load_mask(const MaskRecord& record, const Format& format, double fraction, SegFiles& files) {
  base::Result<image::Mask> mask = base::fault({}, "");
  if (const auto* png = std::get_if<PngFile>(&record.content)) {
    mask = read_png(png->path);
  } else if (const auto* frame = std::get_if<SegFrame>(&record.content)) {
    mask = files.mask(*frame, fraction);
  } else {
    const auto& code = std::get<RunLength>(record.content);
    mask = image::decode_run_length(code.code, format.run_length, code.width, code.height);
  }
  if (!mask) mask.error().place = record.place;
  return mask;
}

bool has_pixel(const image::Mask& mask) {
  return std::any_of(mask.values.begin(), mask.values.end(), [](std::uint8_t value) { return value != 0; });
}

}  // namespace cxrval::eval_masks
