// SPDX-License-Identifier: Apache-2.0
#include "image/png.hpp"

#include "base/error.hpp"

#include <png.h>

#include <cmath>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <new>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace cxrval::image {
namespace {

struct Output {
  base::ByteSink* sink;
  std::exception_ptr failure;  // exceptions must not pass through libpng's C frames
};

extern "C" void cxrval_png_write(png_structp png, png_bytep bytes, png_size_t size) {
  Output& output = *static_cast<Output*>(png_get_io_ptr(png));
  try {
    output.sink->write(std::string_view(reinterpret_cast<const char*>(bytes), size));
    return;
  } catch (...) {
    output.failure = std::current_exception();
  }
  png_error(png, "write failed");
}

extern "C" void cxrval_png_flush(png_structp) {}
extern "C" void cxrval_png_error(png_structp png, png_const_charp) {
  png_longjmp(png, 1);
}
extern "C" void cxrval_png_warning(png_structp, png_const_charp) {}

std::vector<std::uint8_t> pixels_of(const Plane& plane, PngDepth depth) {
  const double full = depth == PngDepth::bits8 ? 255 : 65535;
  std::vector<std::uint8_t> bytes;
  bytes.reserve(plane.values.size() * (depth == PngDepth::bits8 ? 1 : 2));
  for (const float value : plane.values) {
    const double level = value > 0 ? std::fmin(value, 1.0F) * full : 0;
    const auto word = static_cast<unsigned>(level + 0.5);
    if (depth == PngDepth::bits16) bytes.push_back(static_cast<std::uint8_t>(word >> 8));
    bytes.push_back(static_cast<std::uint8_t>(word & 0xFF));
  }
  return bytes;
}

// Everything between setjmp and a longjmp is plain data: no destructor is skipped. False when libpng gave up.
bool write_chunks(png_structp png, png_infop info, png_bytepp rows) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_write_info(png, info);
  png_write_image(png, rows);
  png_write_end(png, info);
  return true;
}

class PngStruct {
 public:
  explicit PngStruct(Output& output)
      : png_(png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, cxrval_png_error, cxrval_png_warning)),
        info_(png_ != nullptr ? png_create_info_struct(png_) : nullptr) {
    if (info_ == nullptr) {
      png_destroy_write_struct(&png_, nullptr);
      throw std::bad_alloc();
    }
    png_set_write_fn(png_, &output, cxrval_png_write, cxrval_png_flush);
  }
  ~PngStruct() { png_destroy_write_struct(&png_, &info_); }
  PngStruct(const PngStruct&) = delete;
  PngStruct& operator=(const PngStruct&) = delete;

  png_structp png() const { return png_; }
  png_infop info() const { return info_; }

 private:
  png_structp png_;
  png_infop info_;
};

struct Format {
  int width;
  int height;
  int depth;
  int colour;
  std::size_t bytes_in_pixel;
};

void write(std::vector<std::uint8_t>& pixels, const Format& format, base::ByteSink& sink) {
  const auto width = static_cast<std::size_t>(format.width);
  const auto height = static_cast<std::size_t>(format.height);
  if (format.width <= 0 || format.height <= 0 || format.width > 65535 || format.height > 65535 ||
      pixels.size() != width * height * format.bytes_in_pixel) {
    throw std::logic_error("a PNG needs 1 to 65535 pixels a side");
  }
  std::vector<png_bytep> rows(height);
  for (std::size_t y = 0; y < height; ++y) rows[y] = &pixels[y * (pixels.size() / height)];
  Output output{&sink, nullptr};
  const PngStruct image(output);
  png_set_IHDR(image.png(), image.info(), static_cast<png_uint_32>(width), static_cast<png_uint_32>(height),
               format.depth, format.colour, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (write_chunks(image.png(), image.info(), rows.data())) return;
  if (output.failure) std::rethrow_exception(output.failure);
  throw base::Error("cannot write the PNG image");
}

}  // namespace

void write_png(const Plane& plane, PngDepth depth, base::ByteSink& sink) {
  std::vector<std::uint8_t> pixels = pixels_of(plane, depth);
  const bool deep = depth == PngDepth::bits16;
  write(pixels, {plane.width, plane.height, deep ? 16 : 8, PNG_COLOR_TYPE_GRAY, deep ? 2U : 1U}, sink);
}

void write_png(const ColourPicture& picture, base::ByteSink& sink) {
  std::vector<std::uint8_t> pixels = picture.rgb;
  write(pixels, {picture.width, picture.height, 8, PNG_COLOR_TYPE_RGB, 3}, sink);
}

}  // namespace cxrval::image
