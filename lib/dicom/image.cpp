// SPDX-License-Identifier: Apache-2.0
#include "dicom/image.hpp"

#include "base/error.hpp"
#include "dicom/codec.hpp"
#include "dicom/display.hpp"
#include "dicom/fragments.hpp"
#include "dicom/header_fields.hpp"
#include "dicom/native_pixels.hpp"
#include "dicom/pixel_bytes.hpp"
#include "dicom/pixel_layout.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace cxrval::dicom {
namespace {

// The numbers of an OV element, as Extended Offset Table is.
std::vector<std::uint64_t> long_numbers(const DataSet& data, std::uint32_t wanted) {
  const std::string_view bytes = data.bytes(wanted);
  std::vector<std::uint64_t> numbers(bytes.size() / 8);
  for (std::size_t i = 0; i < 8 * numbers.size(); ++i) {
    numbers[i / 8] |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * (i % 8));
  }
  return numbers;
}

struct Items {
  Encapsulated data;
  Frames frames;
};

// How the frames are reached; the same for each of them.
struct Access {
  Element pixels;
  Layout layout;
  std::optional<Items> items;  // of encapsulated pixels
};

}  // namespace

struct ImageFile::State {
  File file;
  Header header;
  std::string shown;
  std::unique_ptr<PixelBytes> bytes;
  std::optional<Outcome<Access>> access;
  std::vector<std::string_view> warnings;

  static base::Result<std::unique_ptr<State>> read(OpenedFile opened, const std::string& shown,
                                                   const HeaderRequest& request);
  Outcome<image::Source> frame(int index);
  std::string_view frames_fault();
  std::string unsupported() const;  // why, or empty

 private:
  void warn(std::string_view word);
  PixelBytes& pixel_bytes(const Element& pixels);
  const Outcome<Access>& reached();
  Outcome<Access> reach();
  Outcome<Items> read_all_items(const Element& pixels);
  NativePixels native_pixels(const Access& way) const;
  Outcome<Coded> native(const Access& way, int index);
  Outcome<Coded> encapsulated(const Access& way, int index);
};

base::Result<std::unique_ptr<ImageFile::State>> ImageFile::State::read(OpenedFile opened, const std::string& shown,
                                                                       const HeaderRequest& request) {
  Outcome<File> file = read_file(std::move(opened.source));
  if (!file) return base::fault({shown}, std::string(file.error()));
  Outcome<Header> header = header_of(*file, request);
  if (!header) return base::fault({shown}, std::string(header.error()));
  if (file->compressed != nullptr) opened.bytes = nullptr;  // the pixels' places are the inflated data set's
  return std::unique_ptr<State>(
      new State{std::move(*file), std::move(*header), shown, std::move(opened.bytes), std::nullopt, {}});
}

std::string ImageFile::State::unsupported() const {
  if (file.pixels() == nullptr || file.syntax.coding != Coding::unsupported) return {};
  return "unsupported transfer syntax: " + std::string(file.syntax.name);
}

void ImageFile::State::warn(std::string_view word) {
  if (std::find(warnings.begin(), warnings.end(), word) == warnings.end()) warnings.push_back(word);
}

PixelBytes& ImageFile::State::pixel_bytes(const Element& pixels) {
  if (!bytes) bytes = bytes_of_buffer(*file.buffer, pixels.begin);
  return *bytes;
}

NativePixels ImageFile::State::native_pixels(const Access& way) const {
  return {way.pixels, way.layout.frame, header.frames, file.data.encoding().big_endian};
}

Outcome<Coded> ImageFile::State::native(const Access& way, int index) {
  Outcome<std::vector<std::uint16_t>> words = native_frame(native_pixels(way), index, pixel_bytes(way.pixels));
  if (!words) return tl::unexpected(words.error());
  Coded coded;
  coded.words = std::move(*words);
  coded.allocated = true;
  return coded;
}

Outcome<Items> ImageFile::State::read_all_items(const Element& pixels) {
  Items read;
  Outcome<Encapsulated> data = read_items(pixel_bytes(pixels), pixels.begin, file.data.encoding().big_endian);
  if (!data) return tl::unexpected(data.error());
  read.data = std::move(*data);
  const FrameTable table{header.frames, long_numbers(file.data, tag(0x7FE0, 0x0001)),
                         file.syntax.coding == Coding::rle};
  Outcome<Frames> frames = frames_of(read.data, table, pixel_bytes(pixels));
  if (!frames) return tl::unexpected(frames.error());
  read.frames = std::move(*frames);
  return read;
}

Outcome<Coded> ImageFile::State::encapsulated(const Access& way, int index) {
  const auto frame = static_cast<std::size_t>(index);
  const auto& [data, frames] = *way.items;
  const std::size_t first = frames.first[frame];
  const Outcome<std::string> code = codestream_of(data, first, frames.first[frame + 1], pixel_bytes(way.pixels));
  if (!code) return tl::unexpected(code.error());
  SyntaxInfo syntax = file.syntax;
  const std::optional<SyntaxInfo> seen = syntax.coding == Coding::rle ? std::nullopt : syntax_of(*code);
  if (seen && seen->coding != syntax.coding) {
    syntax = *seen;
    warn(doubt::other_syntax);
  }
  if (syntax.coding == Coding::native) return tl::unexpected(damaged);
  Outcome<Coded> coded = decode_frame(syntax, *code, way.layout.frame);
  if (coded && frames.wrong_offset_table) warn(doubt::wrong_offsets);
  return coded;
}

Outcome<Access> ImageFile::State::reach() {
  const Element* pixels = file.pixels();
  if (pixels == nullptr) return tl::unexpected(std::string_view("no pixel data"));
  Outcome<Layout> layout = layout_of(file.data);
  if (!layout) return tl::unexpected(layout.error());
  Access way{*pixels, std::move(*layout), std::nullopt};
  if (pixels->undefined_length) {
    Outcome<Items> items = read_all_items(*pixels);
    if (!items) return tl::unexpected(items.error());
    way.items = std::move(*items);
  } else if (file.syntax.coding != Coding::native) {
    return tl::unexpected(undecodable);
  }
  return way;
}

const Outcome<Access>& ImageFile::State::reached() {
  if (!access) access = reach();
  return *access;
}

std::string_view ImageFile::State::frames_fault() {
  const Outcome<Access>& way = reached();
  if (!way) return way.error();
  return way->items || has_all_frames(native_pixels(*way), pixel_bytes(way->pixels)) ? std::string_view() : too_short;
}

Outcome<image::Source> ImageFile::State::frame(int index) {
  const Outcome<Access>& way = reached();
  if (!way) return tl::unexpected(way.error());
  if (index < 0 || index >= header.frames) return tl::unexpected(std::string_view("no such frame"));
  Outcome<Coded> coded = way->items ? encapsulated(*way, index) : native(*way, index);
  if (!coded) return tl::unexpected(coded.error());
  image::Source source;
  source.width = way->layout.frame.columns;
  source.height = way->layout.frame.rows;
  for (const std::string_view word : reconcile(way->layout, std::move(*coded), source)) warn(word);
  if (const std::string_view reason = read_display(file, source); !reason.empty()) return tl::unexpected(reason);
  return source;
}

ImageFile::ImageFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
ImageFile::ImageFile(ImageFile&&) noexcept = default;
ImageFile& ImageFile::operator=(ImageFile&&) noexcept = default;
ImageFile::~ImageFile() = default;

base::Result<ImageFile> ImageFile::open(const std::string& path, const std::string& shown,
                                        const HeaderRequest& request) {
  try {
    base::Result<std::unique_ptr<State>> state = State::read(open_file(path, shown), shown, request);
    if (!state) return tl::unexpected(std::move(state.error()));
    return ImageFile(std::move(*state));
  } catch (const base::Error&) {
    return base::fault({shown}, "cannot be opened or read");
  }
}

base::Result<ImageFile> ImageFile::parse(std::string_view bytes, const std::string& shown) {
  base::Result<std::unique_ptr<State>> state = State::read(open_memory(bytes, shown), shown, {});
  if (!state) return tl::unexpected(std::move(state.error()));
  return ImageFile(std::move(*state));
}

const Header& ImageFile::header() const {
  return state_->header;
}

const std::vector<std::string_view>& ImageFile::warnings() const {
  return state_->warnings;
}

base::Result<FrameRange> ImageFile::frames(const FrameChoice& choice) const {
  base::Result<FrameRange> range = choice.of(state_->header.frames);
  if (!range) return base::fault({state_->shown}, range.error().reason);
  if (range->end - range->begin == 1) return range;
  if (std::string fault = state_->unsupported(); !fault.empty()) return base::fault({state_->shown}, std::move(fault));
  try {
    const std::string_view fault = state_->frames_fault();
    if (!fault.empty()) return base::fault({state_->shown}, std::string(fault));
    return range;
  } catch (const base::Error&) {
    return base::fault({state_->shown}, "cannot be opened or read");
  }
}

base::Result<image::Source> ImageFile::frame(int index) const {
  if (std::string fault = state_->unsupported(); !fault.empty()) return base::fault({state_->shown}, std::move(fault));
  try {
    Outcome<image::Source> source = state_->frame(index);
    if (!source) return base::fault({state_->shown}, std::string(source.error()));
    return std::move(*source);
  } catch (const base::Error&) {
    return base::fault({state_->shown}, "cannot be opened or read");
  }
}

}  // namespace cxrval::dicom
