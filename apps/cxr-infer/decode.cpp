// SPDX-License-Identifier: Apache-2.0
#include "decode.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "image/pixel_set.hpp"
#include "image/raster.hpp"
#include "image/sidecar.hpp"

#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

namespace cxrval::cxr_infer {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_image_file = std::size_t{1} << 30;
constexpr int frames_at_a_time = 16;
constexpr std::size_t largest_sidecar = std::size_t{64} << 20;

// The first bytes, which tell PNG and JPEG; empty when the file cannot be read.
std::string beginning(const std::string& path) {
  try {
    std::array<char, 16> first{};
    const std::size_t size = base::open_source(path)->read(first.data(), first.size());
    return {first.data(), size};
  } catch (const base::Error&) {
    return {};
  }
}

void set_fault(Decoded& image, std::string reason) {
  base::Fault fault;
  fault.place.file = image.shown;
  fault.reason = std::move(reason);
  image.fault = std::move(fault);
}

Decoded faulty(const Input& input, std::string reason) {
  Decoded image;
  image.shown = input.file.shown;
  set_fault(image, std::move(reason));
  return image;
}

DecodedFile only(Decoded image) {
  DecodedFile file;
  file.images.push_back(std::move(image));
  return file;
}

// What a header kept beside the image says; the reason why it cannot be used, or nothing.
std::string add_sidecar(const std::string& path, image::Source& source) {
  const fs::path sidecar = fs::path(path).replace_extension(".json");
  std::error_code unknown;
  if (!fs::exists(sidecar, unknown)) return {};
  try {
    const std::string text = base::read_all(*base::open_source(sidecar.string()), largest_sidecar);
    return std::string(image::read_sidecar(text, source));
  } catch (const base::Error&) {
    return "sidecar cannot be read";
  }
}

}  // namespace

Decoder::Decoder(const Reading& reading, const infer::Pipeline& pipeline) : reading_(reading), pipeline_(pipeline) {
  const bool needed = pipeline.bundle().needs_masks();
  if (needed && reading.masks.empty()) {
    throw base::UsageError("a model of this pipeline crops to a mask; give the masks by --masks");
  }
  if (!needed && !reading.masks.empty()) throw base::UsageError("--masks: no model of this pipeline needs them");
}

bool Decoder::is_other_shard(const Decoded& image, const Input& input) const {
  return reading_.shard && !reading_.shard->has(image.header ? image.header->patient_id : input.relative);
}

DecodedFile Decoder::read(const Input& input) const {
  DecodedFile file = read_any(input);
  for (Decoded& image : file.images) image.other_shard = is_other_shard(image, input);
  return file;
}

DecodedFile Decoder::read_any(const Input& input) const {
  const bool raster = image::raster_kind(beginning(input.file.path)).has_value();
  if (!raster) return read_dicom(input);
  if (!reading_.image_ids && !input.named) return {dicom::Candidate::other, {}};
  if (!reading_.image_ids) return only(faulty(input, "a PNG or JPEG image; say by --image-ids whose it is"));
  try {
    return read_raster(input, base::read_all(*base::open_source(input.file.path), largest_image_file));
  } catch (const base::Error&) {
    return only(faulty(input, "cannot be opened or read"));
  }
}

DecodedFile Decoder::read_dicom(const Input& input) const {
  DecodedFile file;
  if (!input.named) file.kind = dicom::judge_candidate(input.file.path);
  if (file.kind != dicom::Candidate::image) return file;
  dicom::HeaderRequest request;
  if (reading_.filter) request.extra = reading_.filter->tags();
  base::Result<dicom::ImageFile> image = dicom::ImageFile::open(input.file.path, input.file.shown, request);
  if (!image) return only(faulty(input, image.error().reason));

  Decoded decoded;
  decoded.shown = input.file.shown;
  decoded.header = image->header();
  if (is_other_shard(decoded, input)) return only(std::move(decoded));
  const dicom::CxrVerdict verdict =
      reading_.filter ? reading_.filter->judge(decoded.header->extra) : dicom::CxrVerdict{true, {}};
  if (!verdict.is_cxr) {
    decoded.not_cxr = verdict.rule;
    return only(std::move(decoded));
  }
  const base::Result<dicom::FrameRange> range = image->frames(reading_.frame);
  if (!range) {
    set_fault(decoded, range.error().reason);
    return only(std::move(decoded));
  }
  file.left = std::make_unique<FramesLeft>(FramesLeft{input, std::move(*image), std::move(decoded), *range});
  file.images = read(*file.left);
  if (file.left->range.begin == file.left->range.end) file.left = nullptr;
  return file;
}

std::vector<Decoded> Decoder::read(FramesLeft& left) const {
  std::vector<Decoded> images;
  for (int i = 0; i < frames_at_a_time && left.range.begin < left.range.end; ++i) {
    images.push_back(read_frame(left, left.range.begin++));
  }
  return images;
}

Decoded Decoder::read_frame(const FramesLeft& of, int frame) const {
  Decoded image = of.of_file;
  if (of.file.frames() > 1) image.frame = frame + 1;
  const base::Result<image::Source> source = of.file.frame(frame);
  for (const std::string_view word : of.file.warnings()) {
    image.header->warnings.push_back(std::string(word) + ":pixels");
  }
  if (source) {
    prepare(image, *source, fs::path(of.input.relative).stem().string());
  } else {
    set_fault(image, source.error().reason);
  }
  return image;
}

DecodedFile Decoder::read_raster(const Input& input, std::string_view bytes) const {
  base::Result<dicom::Header> header = reading_.image_ids->header_of(input.relative);
  if (!header) return only(faulty(input, header.error().reason));
  Decoded decoded;
  decoded.shown = input.file.shown;
  decoded.header = std::move(*header);
  if (is_other_shard(decoded, input)) return only(std::move(decoded));
  base::Result<image::Source> source = image::read_raster(bytes, {reading_.image_bits});
  std::string reason = source ? add_sidecar(input.file.path, *source) : source.error().reason;
  if (reason.empty()) {
    prepare(decoded, *source, fs::path(input.relative).stem().string());
  } else {
    set_fault(decoded, std::move(reason));
  }
  return only(std::move(decoded));
}

base::Result<infer::Prepared> Decoder::prepared(const image::Source& source, const std::string& sop_uid,
                                                const std::string& stem) const {
  if (reading_.masks.empty()) return pipeline_.prepare(source);
  const base::Result<image::Mask> mask = read_mask(sop_uid, stem);
  if (!mask) return tl::unexpected(mask.error());
  return pipeline_.prepare(source, &*mask);
}

void Decoder::prepare(Decoded& image, const image::Source& source, const std::string& stem) const {
  base::Result<infer::Prepared> planes = prepared(source, image.header->sop_uid, stem);
  if (!planes) {
    set_fault(image, planes.error().reason);
    return;
  }
  image.steps = image::describe(source, pipeline_.bundle().abnormality.manifest.input.recipe.look);
  image.prepared = std::move(*planes);
}

base::Result<image::Mask> Decoder::read_mask(const std::string& sop_uid, const std::string& stem) const {
  std::error_code unknown;
  for (const std::string& name : {sop_uid, stem}) {
    const fs::path path = fs::path(reading_.masks) / (name + ".png");
    if (name.empty() || name.find('/') != std::string::npos || !fs::exists(path, unknown)) continue;
    try {
      const std::string bytes = base::read_all(*base::open_source(path.string()), largest_image_file);
      const base::Result<image::Source> source = image::read_raster(bytes);
      if (!source) return base::fault({}, "the mask is no readable PNG");
      return image::mask_of(*source);
    } catch (const base::Error&) {
      return base::fault({}, "the mask is no readable PNG");
    }
  }
  return base::fault({}, "there is no mask of the image");
}

}  // namespace cxrval::cxr_infer
