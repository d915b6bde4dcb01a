// SPDX-License-Identifier: Apache-2.0
#include "dicom/image.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "dicom/codec.hpp"
#include "dicom/display.hpp"
#include "dicom/header_fields.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace cxrval::dicom {
namespace {

constexpr std::size_t most_pixels = 134217728;
constexpr std::size_t most_coded_bytes = std::size_t{512} << 20;
constexpr std::string_view too_short = "pixel data shorter than its header says";

// How a stored value stands in its word, PS3.5 section 8.1.1.
struct Layout {
  FrameShape frame;
  int bits_stored = 0;
  int high_bit = 0;
  bool is_signed = false;
};

Outcome<Layout> layout_of(const DataSet& data) {
  const auto number = [&](std::uint16_t element) { return data.word(tag(0x0028, element)); };
  const std::string_view photometric = data.trimmed(tag(0x0028, 0x0004));
  if (number(0x0002).value_or(1) != 1 || (photometric != "MONOCHROME1" && photometric != "MONOCHROME2")) {
    return tl::unexpected(std::string_view("not a greyscale image"));
  }
  Layout layout;
  layout.frame.rows = number(0x0010).value_or(0);
  layout.frame.columns = number(0x0011).value_or(0);
  if (layout.frame.pixels() == 0) return tl::unexpected(std::string_view("rows or columns are zero"));
  if (layout.frame.pixels() > most_pixels) return tl::unexpected(std::string_view("more than 134217728 pixels"));
  layout.frame.bits_allocated = number(0x0100).value_or(0);
  layout.bits_stored = number(0x0101).value_or(static_cast<std::uint16_t>(layout.frame.bits_allocated));
  layout.high_bit = number(0x0102).value_or(static_cast<std::uint16_t>(layout.bits_stored - 1));
  layout.is_signed = number(0x0103).value_or(0) == 1;
  const bool allocated_fits = layout.frame.bits_allocated == 8 || layout.frame.bits_allocated == 16;
  if (!allocated_fits || layout.bits_stored < 1 || layout.high_bit >= layout.frame.bits_allocated ||
      layout.high_bit + 1 < layout.bits_stored) {
    return tl::unexpected(std::string_view("bits allocated, bits stored or high bit out of range"));
  }
  return layout;
}

// Moves the stored bits down, drops the others, extends the sign.
void keep_stored_bits(const Layout& layout, std::vector<std::uint16_t>& words) {
  const int shift = layout.high_bit + 1 - layout.bits_stored;
  const unsigned mask = (1U << layout.bits_stored) - 1;
  const unsigned sign = layout.is_signed ? 1U << (layout.bits_stored - 1) : 0;
  if (shift == 0 && layout.bits_stored == 16) return;
  for (std::uint16_t& word : words) {
    const unsigned value = (static_cast<unsigned>(word) >> shift) & mask;
    word = static_cast<std::uint16_t>((value & sign) != 0 ? value | ~mask : value);
  }
}

Outcome<std::vector<std::uint16_t>> native_frame(const File& file, const Element& pixels, const Layout& layout) {
  const std::size_t count = layout.frame.pixels();
  const bool wide = layout.frame.bits_allocated == 16;
  const std::size_t size = count * (wide ? 2 : 1);
  if (pixels.undefined_length) return tl::unexpected(damaged);
  const bool big = file.data.encoding().big_endian;
  // Bytes of an OW value are swapped in pairs by big endian writers, the last one's partner included.
  const bool swapped_bytes = big && !wide && !pixels.has_vr("OB");
  const std::size_t read = swapped_bytes ? (size + 1) / 2 * 2 : size;
  file.buffer->set_limit(pixels.begin + read);
  if (pixels.length < size || !file.buffer->need(pixels.begin + read)) return tl::unexpected(too_short);
  std::vector<std::uint16_t> words(count);
  const std::string_view bytes = file.buffer->view(pixels.begin, read);
  const auto byte = [bytes](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(bytes[i])); };
  for (std::size_t i = 0; i < count; ++i) {
    if (wide) {
      words[i] = static_cast<std::uint16_t>(byte(2 * i + (big ? 0 : 1)) << 8 | byte(2 * i + (big ? 1 : 0)));
    } else {
      words[i] = static_cast<std::uint16_t>(byte(swapped_bytes ? i ^ 1U : i));
    }
  }
  return words;
}

// The fragments of the only frame put together (PS3.5 A.4), without the Basic Offset Table.
Outcome<std::string> codestream_of(const File& file, const Element& pixels) {
  constexpr std::size_t item_header = 8;
  Buffer& buffer = *file.buffer;
  buffer.set_limit(pixels.begin + most_coded_bytes);
  const bool big = file.data.encoding().big_endian;
  std::string code;
  std::size_t at = pixels.begin;
  for (bool offset_table = true;; offset_table = false) {
    if (!buffer.need(at + item_header)) return tl::unexpected(too_short);
    const std::uint32_t item = tag(buffer.word16(at, big), buffer.word16(at + 2, big));
    const std::size_t length = buffer.word32(at + 4, big);
    at += item_header;
    if (item == tag(0xFFFE, 0xE0DD)) return code;
    if (item != tag(0xFFFE, 0xE000)) return tl::unexpected(undecodable);
    if (!buffer.need(at + length)) return tl::unexpected(too_short);
    if (!offset_table) code += buffer.view(at, length);
    at += length;
  }
}

Outcome<std::vector<std::uint16_t>> frame_of(const File& file, const Layout& layout) {
  const Element& pixels = *file.pixels();
  if (file.syntax.coding == Coding::native) return native_frame(file, pixels, layout);
  if (!pixels.undefined_length) return tl::unexpected(undecodable);
  const Outcome<std::string> code = codestream_of(file, pixels);
  if (!code) return tl::unexpected(code.error());
  return decode_frame(file.syntax, *code, layout.frame);
}

Outcome<image::Source> source_of(const File& file, const Header& header, int index) {
  if (file.pixels() == nullptr) return tl::unexpected(std::string_view("no pixel data"));
  const Outcome<Layout> layout = layout_of(file.data);
  if (!layout) return tl::unexpected(layout.error());
  if (index < 0 || index >= header.frames) return tl::unexpected(std::string_view("no such frame"));
  if (header.frames > 1) return tl::unexpected(std::string_view("more than one frame"));
  image::Source source;
  source.width = layout->frame.columns;
  source.height = layout->frame.rows;
  source.bits_stored = layout->bits_stored;
  source.is_signed = layout->is_signed;
  if (const std::string_view reason = read_display(file, source); !reason.empty()) return tl::unexpected(reason);
  Outcome<std::vector<std::uint16_t>> words = frame_of(file, *layout);
  if (!words) return tl::unexpected(words.error());
  keep_stored_bits(*layout, *words);
  source.samples = std::move(*words);
  return source;
}

}  // namespace

struct ImageFile::State {
  File file;
  Header header;
  std::string shown;
  std::vector<std::string_view> warnings;

  static base::Result<std::unique_ptr<State>> read(std::unique_ptr<base::ByteSource> bytes, const std::string& shown) {
    Outcome<File> file = read_file(std::move(bytes));
    if (!file) return base::fault({shown}, std::string(file.error()));
    Outcome<Header> header = header_of(*file);
    if (!header) return base::fault({shown}, std::string(header.error()));
    return std::unique_ptr<State>(new State{std::move(*file), std::move(*header), shown, {}});
  }
};

ImageFile::ImageFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
ImageFile::ImageFile(ImageFile&&) noexcept = default;
ImageFile& ImageFile::operator=(ImageFile&&) noexcept = default;
ImageFile::~ImageFile() = default;

base::Result<ImageFile> ImageFile::open(const std::string& path, const std::string& shown) {
  try {
    base::Result<std::unique_ptr<State>> state = State::read(base::open_source(path, shown), shown);
    if (!state) return tl::unexpected(std::move(state.error()));
    return ImageFile(std::move(*state));
  } catch (const base::Error&) {
    return base::fault({shown}, "cannot be opened or read");
  }
}

base::Result<ImageFile> ImageFile::parse(std::string_view bytes, const std::string& shown) {
  base::Result<std::unique_ptr<State>> state = State::read(base::memory_source(bytes, shown), shown);
  if (!state) return tl::unexpected(std::move(state.error()));
  return ImageFile(std::move(*state));
}

const Header& ImageFile::header() const {
  return state_->header;
}

const std::vector<std::string_view>& ImageFile::warnings() const {
  return state_->warnings;
}

base::Result<image::Source> ImageFile::frame(int index) const {
  const File& file = state_->file;
  if (file.pixels() != nullptr && file.syntax.coding == Coding::unsupported) {
    return base::fault({state_->shown}, "unsupported transfer syntax: " + std::string(file.syntax.name));
  }
  try {
    Outcome<image::Source> source = source_of(file, state_->header, index);
    if (!source) return base::fault({state_->shown}, std::string(source.error()));
    return std::move(*source);
  } catch (const base::Error&) {
    return base::fault({state_->shown}, "cannot be opened or read");
  }
}

}  // namespace cxrval::dicom
