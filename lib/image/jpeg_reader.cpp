// SPDX-License-Identifier: Apache-2.0
#include "image/raster.hpp"
#include "image/raster_format.hpp"

#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <cstdio>  // jpeglib.h needs it
#include <vector>

#include <jpeglib.h>

namespace cxrval::image {
namespace {

// A real progressive file has about ten scans; each costs a pass over the whole image.
constexpr std::uint64_t always_scans = 16;
constexpr std::uint64_t most_scanned_pixels = std::uint64_t{1} << 31;

struct State {
  jpeg_error_mgr errors{};  // first: libjpeg knows the state by its address
  jpeg_progress_mgr progress{};
  jpeg_decompress_struct jpeg{};
  std::jmp_buf escape{};
};

[[noreturn]] void give_up(j_common_ptr info) {
  std::longjmp(reinterpret_cast<State*>(info->err)->escape, 1);
}

extern "C" [[noreturn]] void cxrval_jpeg_error(j_common_ptr info) {
  give_up(info);
}
// Negative levels are warnings: damaged or missing data, which libjpeg would make grey.
extern "C" void cxrval_jpeg_message(j_common_ptr info, int level) {
  if (level < 0) give_up(info);
}
extern "C" void cxrval_jpeg_progress(j_common_ptr info) {
  const auto* jpeg = reinterpret_cast<j_decompress_ptr>(info);
  const auto scans = static_cast<std::uint64_t>(jpeg->input_scan_number);
  if (scans > always_scans && scans * jpeg->image_width * jpeg->image_height > most_scanned_pixels) give_up(info);
}
extern "C" void cxrval_jpeg_output(j_common_ptr) {}

class Decoder {
 public:
  Decoder() {
    state_.jpeg.err = jpeg_std_error(&state_.errors);
    state_.errors.error_exit = cxrval_jpeg_error;
    state_.errors.emit_message = cxrval_jpeg_message;
    state_.errors.output_message = cxrval_jpeg_output;
    state_.progress.progress_monitor = cxrval_jpeg_progress;
  }
  ~Decoder() { jpeg_destroy_decompress(&state_.jpeg); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  // Everything between setjmp and a longjmp is plain data: no destructor is skipped. False when libjpeg gave up.
  bool read_header(const unsigned char* bytes, unsigned long size) {
    if (setjmp(state_.escape) != 0) return false;
    jpeg_create_decompress(&state_.jpeg);
    state_.jpeg.progress = &state_.progress;
    jpeg_mem_src(&state_.jpeg, bytes, size);
    jpeg_read_header(&state_.jpeg, TRUE);
    return true;
  }
  bool read_rows(unsigned char* pixels, std::size_t stride) {
    if (setjmp(state_.escape) != 0) return false;
    jpeg_start_decompress(&state_.jpeg);
    while (state_.jpeg.output_scanline < state_.jpeg.output_height) {
      JSAMPROW row = pixels + state_.jpeg.output_scanline * stride;
      jpeg_read_scanlines(&state_.jpeg, &row, 1);
    }
    jpeg_finish_decompress(&state_.jpeg);
    return true;
  }
  jpeg_decompress_struct& jpeg() { return state_.jpeg; }

 private:
  State state_;
};

base::Fault damaged() {
  return {{}, "image is damaged or cut"};
}

// A block of 64 pixels takes at least one bit.
bool too_few(std::size_t bytes, std::size_t pixels) {
  return bytes < pixels / 64 / 8;
}

}  // namespace

base::Result<Source> read_jpeg(std::string_view bytes) {
  Decoder decoder;
  if (!decoder.read_header(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size())) {
    return tl::unexpected(damaged());
  }
  jpeg_decompress_struct& jpeg = decoder.jpeg();
  const std::size_t pixels = std::size_t{jpeg.image_width} * jpeg.image_height;
  if (pixels > most_raster_pixels) return base::fault({}, "image is larger than 134217728 pixels");
  if (pixels == 0 || too_few(bytes.size(), pixels)) return tl::unexpected(damaged());
  if (jpeg.jpeg_color_space == JCS_CMYK || jpeg.jpeg_color_space == JCS_YCCK) {
    return base::fault({}, "CMYK images are not supported");
  }
  const bool colours = jpeg.jpeg_color_space == JCS_RGB;
  if (!colours && jpeg.jpeg_color_space != JCS_GRAYSCALE && jpeg.jpeg_color_space != JCS_YCbCr) {
    return tl::unexpected(damaged());
  }
  jpeg.out_color_space = colours ? JCS_RGB : JCS_GRAYSCALE;
  jpeg.dct_method = JDCT_ISLOW;
  const std::size_t channels = colours ? 3 : 1;
  std::vector<unsigned char> levels(pixels * channels);
  if (!decoder.read_rows(levels.data(), jpeg.image_width * channels)) return tl::unexpected(damaged());
  Source source;
  source.width = static_cast<int>(jpeg.image_width);
  source.height = static_cast<int>(jpeg.image_height);
  source.bits_stored = 8;
  source.samples.resize(pixels);
  for (std::size_t i = 0; i < pixels; ++i) {
    const unsigned char* level = &levels[i * channels];
    source.samples[i] = colours ? luma(level[0], level[1], level[2]) : level[0];
  }
  return source;
}

}  // namespace cxrval::image
