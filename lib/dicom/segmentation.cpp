// SPDX-License-Identifier: Apache-2.0
#include "dicom/segmentation.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "dicom/codestream.hpp"
#include "dicom/image.hpp"
#include "dicom/pixel_bytes.hpp"
#include "dicom/segment_groups.hpp"
#include "image/raster.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace cxrval::dicom {
namespace {

constexpr std::string_view storage = "1.2.840.10008.5.1.4.1.1.66.4";
constexpr std::uint32_t sop_class = tag(0x0008, 0x0016);
constexpr std::uint32_t meta_sop_class = tag(0x0002, 0x0002);
constexpr std::uint32_t segmentation_type = tag(0x0062, 0x0001);
constexpr std::uint32_t maximum_fractional_value = tag(0x0062, 0x000E);
constexpr std::uint32_t number_of_frames = tag(0x0028, 0x0008);
constexpr std::uint32_t rows_tag = tag(0x0028, 0x0010);
constexpr std::uint32_t columns_tag = tag(0x0028, 0x0011);
constexpr std::uint32_t bits_allocated = tag(0x0028, 0x0100);

std::string_view class_of(const File& file) {
  const std::string_view uid = file.data.trimmed(sop_class);
  return uid.empty() ? file.meta.trimmed(meta_sop_class) : uid;
}

// What the pixels are.
struct Form {
  int rows = 0;
  int columns = 0;
  int frames = 1;
  int most = 0;  // Maximum Fractional Value; 0 for BINARY

  bool binary() const { return most == 0; }
  std::size_t pixels() const { return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns); }
};

Outcome<Form> form_of(const File& file) {
  const DataSet& data = file.data;
  if (class_of(file) != storage) return tl::unexpected(std::string_view("not a segmentation"));
  const std::string_view type = data.trimmed(segmentation_type);
  if (type != "BINARY" && type != "FRACTIONAL") {
    return tl::unexpected(std::string_view("segmentation type is neither BINARY nor FRACTIONAL"));
  }
  if (file.pixels() == nullptr) return tl::unexpected(std::string_view("no pixel data"));
  Form form{data.word(rows_tag).value_or(0), data.word(columns_tag).value_or(0), 1, 0};
  if (form.rows == 0 || form.columns == 0) return tl::unexpected(std::string_view("rows or columns are zero"));
  if (form.pixels() > image::most_raster_pixels) {
    return tl::unexpected(std::string_view("more than 134217728 pixels"));
  }
  form.frames = base::parse_integer<int>(data.trimmed(number_of_frames)).value_or(1);
  if (type == "FRACTIONAL") form.most = data.word(maximum_fractional_value).value_or(0);
  if (type == "FRACTIONAL" && form.most == 0) {
    return tl::unexpected(std::string_view("maximum fractional value is missing"));
  }
  if (data.word(bits_allocated) != (form.binary() ? 1 : 8)) {
    return tl::unexpected(std::string_view("bits allocated does not fit the segmentation type"));
  }
  return form;
}

// Bits of a native bit-a-pixel frame, the lowest bit of a byte first, frames one behind the other without a gap (PS3.5
// section 8.1.1 and D.2).
Outcome<image::Mask> unpack(const File& file, const Form& form, std::size_t frame, PixelBytes& bytes) {
  const Element& element = *file.pixels();
  const std::size_t first = frame * form.pixels();
  const std::size_t last = first + form.pixels();
  // Bytes of OW values are swapped in pairs in big endian.
  const std::size_t swapped = file.data.encoding().big_endian && !element.has_vr("OB") ? 1 : 0;
  const std::size_t begin = first / 8 & ~swapped;
  const std::size_t end = ((last + 7) / 8 + swapped) & ~swapped;
  if (element.undefined_length) return tl::unexpected(undecodable);
  if (element.length < end || !bytes.has(element.begin + end)) return tl::unexpected(too_short);
  std::string packed(end - begin, '\0');
  if (!bytes.read(element.begin + begin, packed.data(), packed.size())) return tl::unexpected(too_short);
  image::Mask mask{form.columns, form.rows, std::vector<std::uint8_t>(form.pixels())};
  for (std::size_t i = first; i < last; ++i) {
    const auto byte = static_cast<unsigned char>(packed[(i / 8 ^ swapped) - begin]);
    mask.values[i - first] = static_cast<std::uint8_t>(byte >> (i % 8) & 1U);
  }
  return mask;
}

}  // namespace

struct SegmentationFile::State {
  File file;
  std::unique_ptr<PixelBytes> bytes;
  Form form;
  std::vector<Segment> segments;
  std::vector<SegmentFrame> frames;
  std::optional<ImageFile> images;  // FRACTIONAL
  std::string shown;

  static Outcome<std::unique_ptr<State>> read(std::string_view bytes, const std::string& shown);
};

Outcome<std::unique_ptr<SegmentationFile::State>> SegmentationFile::State::read(std::string_view bytes,
                                                                                const std::string& shown) {
  OpenedFile opened = open_memory(bytes, shown);
  Outcome<File> file = read_file(std::move(opened.source));
  if (!file) return tl::unexpected(file.error());
  const Outcome<Form> form = form_of(*file);
  if (!form) return tl::unexpected(form.error());
  Outcome<std::vector<Segment>> segments = read_segments(*file);
  if (!segments) return tl::unexpected(segments.error());
  Outcome<std::vector<SegmentFrame>> frames = read_frames(*file, *segments, form->frames);
  if (!frames) return tl::unexpected(frames.error());
  if (file->compressed != nullptr) opened.bytes = bytes_of_buffer(*file->buffer, file->pixels()->begin);
  return std::unique_ptr<State>(new State{std::move(*file), std::move(opened.bytes), *form, std::move(*segments),
                                          std::move(*frames), std::nullopt, shown});
}

SegmentationFile::SegmentationFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
SegmentationFile::SegmentationFile(SegmentationFile&&) noexcept = default;
SegmentationFile& SegmentationFile::operator=(SegmentationFile&&) noexcept = default;
SegmentationFile::~SegmentationFile() = default;

base::Result<SegmentationFile> SegmentationFile::parse(std::string_view bytes, const std::string& shown) {
  try {
    Outcome<std::unique_ptr<State>> state = State::read(bytes, shown);
    if (!state) return base::fault({shown}, std::string(state.error()));
    if (!(*state)->form.binary()) {
      base::Result<ImageFile> images = ImageFile::parse(bytes, shown);
      if (!images) return tl::unexpected(std::move(images.error()));
      (*state)->images = std::move(*images);
    }
    return SegmentationFile(std::move(*state));
  } catch (const base::Error&) {
    return base::fault({shown}, "cannot be opened or read");
  }
}

const std::vector<Segment>& SegmentationFile::segments() const {
  return state_->segments;
}

const std::vector<SegmentFrame>& SegmentationFile::frames() const {
  return state_->frames;
}

base::Result<image::Mask> SegmentationFile::mask(std::size_t frame, double fraction) const {
  const Form& form = state_->form;
  try {
    if (form.binary()) {
      Outcome<image::Mask> mask = unpack(state_->file, form, frame, *state_->bytes);
      if (!mask) return base::fault({state_->shown}, std::string(mask.error()));
      return std::move(*mask);
    }
    const base::Result<image::Source> source = state_->images->frame(static_cast<int>(frame));
    if (!source) return tl::unexpected(source.error());
    image::Mask mask{source->width, source->height, std::vector<std::uint8_t>(source->samples.size())};
    const double least = fraction * form.most;
    std::transform(source->samples.begin(), source->samples.end(), mask.values.begin(), [least](std::uint16_t sample) {
      return static_cast<std::uint8_t>(sample > 0 && sample >= least ? 1 : 0);
    });
    return mask;
  } catch (const base::Error&) {
    return base::fault({state_->shown}, "cannot be opened or read");
  }
}

}  // namespace cxrval::dicom
