// SPDX-License-Identifier: Apache-2.0
#include "image/raster.hpp"
#include "image/raster_format.hpp"

#include <png.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstddef>
#include <cstring>
#include <new>
#include <optional>
#include <vector>

namespace cxrval::image {
namespace {

extern "C" void cxrval_png_read(png_structp png, png_bytep to, png_size_t size) {
  auto& rest = *static_cast<std::string_view*>(png_get_io_ptr(png));
  if (size > rest.size()) png_error(png, "cut");
  std::memcpy(to, rest.data(), size);
  rest.remove_prefix(size);
}
extern "C" void cxrval_png_read_error(png_structp png, png_const_charp) {
  png_longjmp(png, 1);
}
extern "C" void cxrval_png_read_warning(png_structp, png_const_charp) {}

class PngReadStruct {
 public:
  explicit PngReadStruct(std::string_view& bytes)
      : png_(png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, cxrval_png_read_error, cxrval_png_read_warning)),
        info_(png_ != nullptr ? png_create_info_struct(png_) : nullptr) {
    if (info_ == nullptr) {
      png_destroy_read_struct(&png_, nullptr, nullptr);
      throw std::bad_alloc();
    }
    png_set_read_fn(png_, &bytes, cxrval_png_read);
    png_set_user_limits(png_, 0x7FFFFFFF, 0x7FFFFFFF);  // the pixels are counted instead
    png_set_chunk_malloc_max(png_, png_alloc_size_t{1} << 23);
    png_set_chunk_cache_max(png_, 64);
  }
  ~PngReadStruct() { png_destroy_read_struct(&png_, &info_, nullptr); }
  PngReadStruct(const PngReadStruct&) = delete;
  PngReadStruct& operator=(const PngReadStruct&) = delete;

  png_structp png() const { return png_; }
  png_infop info() const { return info_; }

 private:
  png_structp png_;
  png_infop info_;
};

// Everything between setjmp and a longjmp is plain data: no destructor is skipped. False when libpng gave up.
bool read_header(png_structp png, png_infop info) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_read_info(png, info);
  return true;
}

bool start_rows(png_structp png, png_infop info) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_packing(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  return true;
}

bool read_rows(png_structp png, png_bytep rows, std::size_t row_bytes, std::size_t height) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  for (int pass = png_set_interlace_handling(png); pass > 0; --pass) {
    for (std::size_t y = 0; y < height; ++y) png_read_row(png, rows + y * row_bytes, nullptr);
  }
  png_read_end(png, nullptr);
  return true;
}

struct Layout {
  std::size_t width;
  std::size_t height;
  int depth;
  int type;
  std::size_t channels;
};

// What the file says of colours: the palette's luma, and which colour or entries are transparent.
struct Colours {
  std::array<std::uint16_t, 256> luma{};
  std::array<std::uint8_t, 256> alpha{};
  std::size_t entries = 0;
  std::optional<png_color_16> transparent;
};

Colours colours_of(png_structp png, png_infop info, const Layout& layout) {
  Colours colours;
  colours.alpha.fill(255);
  png_colorp palette = nullptr;
  int entries = 0;
  if (layout.type == PNG_COLOR_TYPE_PALETTE && png_get_PLTE(png, info, &palette, &entries) != 0) {
    colours.entries = std::min<std::size_t>(static_cast<std::size_t>(entries), 256);
    for (std::size_t i = 0; i < colours.entries; ++i) {
      colours.luma[i] = luma(palette[i].red, palette[i].green, palette[i].blue);
    }
  }
  png_bytep alpha = nullptr;
  int alphas = 0;
  png_color_16p key = nullptr;
  if (png_get_tRNS(png, info, &alpha, &alphas, &key) != 0) {
    if (layout.type == PNG_COLOR_TYPE_PALETTE) {
      std::copy_n(alpha, std::min(alphas, 256), colours.alpha.begin());
    } else if (key != nullptr) {
      colours.transparent = *key;
    }
  }
  return colours;
}

enum class Trouble { none, transparent, damaged };

struct Pixel {
  std::array<std::uint16_t, 4> channels{};
};

Trouble take_grey(const Pixel& pixel, const Layout& layout, const Colours& colours, std::uint16_t& word) {
  const auto& c = pixel.channels;
  const std::uint16_t full = layout.depth == 16 ? 65535 : 255;
  switch (layout.type) {
    case PNG_COLOR_TYPE_PALETTE:
      if (c[0] >= colours.entries) return Trouble::damaged;
      word = colours.luma[c[0]];
      return colours.alpha[c[0]] == 255 ? Trouble::none : Trouble::transparent;
    case PNG_COLOR_TYPE_GRAY:
    case PNG_COLOR_TYPE_GRAY_ALPHA:
      word = c[0];
      if (layout.type == PNG_COLOR_TYPE_GRAY_ALPHA) return c[1] == full ? Trouble::none : Trouble::transparent;
      return colours.transparent && colours.transparent->gray == c[0] ? Trouble::transparent : Trouble::none;
    default:
      break;
  }
  word = luma(c[0], c[1], c[2]);
  if (layout.type == PNG_COLOR_TYPE_RGB_ALPHA) return c[3] == full ? Trouble::none : Trouble::transparent;
  const auto& key = colours.transparent;
  const bool keyed = key && key->red == c[0] && key->green == c[1] && key->blue == c[2];
  return keyed ? Trouble::transparent : Trouble::none;
}

// The plain case, and the only one that must be fast.
bool is_plain(const Layout& layout, const Colours& colours) {
  return layout.type == PNG_COLOR_TYPE_GRAY && !colours.transparent;
}

Trouble take_pixels(const std::vector<std::uint8_t>& bytes, const Layout& layout, const Colours& colours,
                    std::vector<std::uint16_t>& words) {
  const std::uint8_t* from = bytes.data();
  const bool wide = layout.depth == 16;
  if (is_plain(layout, colours)) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      words[i] = wide ? static_cast<std::uint16_t>(from[2 * i] << 8 | from[2 * i + 1]) : from[i];
    }
    return Trouble::none;
  }
  for (std::uint16_t& word : words) {
    Pixel pixel;
    for (std::size_t c = 0; c < layout.channels; ++c) {
      pixel.channels[c] = wide ? static_cast<std::uint16_t>(from[0] << 8 | from[1]) : from[0];
      from += wide ? 2 : 1;
    }
    const Trouble trouble = take_grey(pixel, layout, colours, word);
    if (trouble != Trouble::none) return trouble;
  }
  return Trouble::none;
}

// Deflate makes at most 1032 bytes of one: fewer bytes than that cannot hold the pixels.
bool too_few(std::size_t bytes, const Layout& layout) {
  constexpr std::size_t most_inflation = 1032;
  const std::size_t bits = layout.width * layout.channels * static_cast<std::size_t>(layout.depth);
  return bytes < layout.height * ((bits + 7) / 8) / most_inflation;
}

base::Fault damaged() {
  return {{}, "image is damaged or cut"};
}

base::Result<Source> decode(const PngReadStruct& reader, const Layout& layout) {
  const std::size_t pixels = layout.width * layout.height;
  const Colours colours = colours_of(reader.png(), reader.info(), layout);
  if (!start_rows(reader.png(), reader.info())) return tl::unexpected(damaged());
  const std::size_t row_bytes = layout.width * layout.channels * (layout.depth == 16 ? 2 : 1);
  if (png_get_rowbytes(reader.png(), reader.info()) != row_bytes) return tl::unexpected(damaged());
  std::vector<std::uint8_t> bytes(row_bytes * layout.height);
  if (!read_rows(reader.png(), bytes.data(), row_bytes, layout.height)) return tl::unexpected(damaged());
  Source source;
  source.width = static_cast<int>(layout.width);
  source.height = static_cast<int>(layout.height);
  source.bits_stored = layout.type == PNG_COLOR_TYPE_PALETTE ? 8 : layout.depth;
  source.samples.resize(pixels);
  const Trouble trouble = take_pixels(bytes, layout, colours, source.samples);
  if (trouble == Trouble::damaged) return tl::unexpected(damaged());
  if (trouble == Trouble::transparent) return base::fault({}, "image has transparent pixels");
  return source;
}

}  // namespace

base::Result<Source> read_png(std::string_view bytes) {
  const std::size_t size = bytes.size();
  const PngReadStruct reader(bytes);
  if (!read_header(reader.png(), reader.info())) return tl::unexpected(damaged());
  const Layout layout{png_get_image_width(reader.png(), reader.info()),
                      png_get_image_height(reader.png(), reader.info()), png_get_bit_depth(reader.png(), reader.info()),
                      png_get_color_type(reader.png(), reader.info()), png_get_channels(reader.png(), reader.info())};
  if (layout.width > most_raster_pixels / layout.height) {
    return base::fault({}, "image is larger than 134217728 pixels");
  }
  if (layout.width > most_raster_side || layout.height > most_raster_side) {
    return base::fault({}, "a side of the image is longer than 65535 pixels");
  }
  if (too_few(size, layout)) return tl::unexpected(damaged());
  return decode(reader, layout);
}

}  // namespace cxrval::image
