// SPDX-License-Identifier: Apache-2.0
#include "dicom/codec.hpp"

#include "catch.hpp"
#include "encode.hpp"
#include "sample.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

using namespace cxrval;
using encode::JpegMode;

namespace {

const char* const jpeg_2000 = "1.2.840.10008.1.2.4.90";
const char* const jpeg_2000_lossy = "1.2.840.10008.1.2.4.91";

// A file with one codestream, under what its header says of the samples.
std::string file_of(const std::string& uid, const std::string& code, const sample::Shape& shape) {
  sample::Bytes data;
  sample::put_shape(data, shape).head(0x7FE0, 0x10, "OB", 0xFFFFFFFF).head(0xFFFE, 0xE000, "", 0);
  const std::string even = code.size() % 2 == 0 ? code : code + '\0';
  data.head(0xFFFE, 0xE000, "", static_cast<std::uint32_t>(even.size())).raw(even).head(0xFFFE, 0xE0DD, "", 0);
  return sample::file(uid, data.str());
}

sample::Shape shape_of(const image::Source& source) {
  return {source.height,    source.width, source.bits_stored <= 8 ? 8 : 16, source.bits_stored, source.bits_stored - 1,
          source.is_signed, "MONOCHROME2"};
}

image::Source read(const std::string& bytes) {
  const base::Result<image::Source> image = sample::first_frame(bytes);
  if (!image) FAIL(image.error().reason);
  return *image;
}

std::string reason(const std::string& bytes) {
  const base::Result<image::Source> image = sample::first_frame(bytes);
  return image ? "read" : image.error().reason;
}

int most_difference(const image::Source& a, const image::Source& b) {
  REQUIRE(a.samples.size() == b.samples.size());
  int most = 0;
  for (std::size_t i = 0; i < a.samples.size(); ++i) {
    most = std::max(most, std::abs(a.value(a.samples[i]) - b.value(b.samples[i])));
  }
  return most;
}

// Slow waves, as radiographs have, so that lossy codecs have little to lose.
image::Source smooth(int width, int height, int bits) {
  image::Source made = sample::source(width, height, bits);
  const double half = std::ldexp(0.5, bits);
  for (int i = 0; i < width * height; ++i) {
    const double wave = std::sin(i % width / 9.0) * std::cos(i / width / 7.0);
    made.samples[static_cast<std::size_t>(i)] = static_cast<std::uint16_t>(half + 0.9 * half * wave);
  }
  return made;
}

}  // namespace

TEST_CASE("lossless JPEG 2000 gives back the words that went in") {
  const int bits = GENERATE(8, 10, 12, 14, 16);
  const bool is_signed = GENERATE(false, true);
  const int width = GENERATE(1, 5, 64, 130);
  CAPTURE(bits, is_signed, width);
  const image::Source source = sample::source(width, 37, bits, is_signed);
  encode::Jpeg2000Options options;
  options.resolutions = width < 8 ? 1 : 4;
  for (const bool jp2 : {false, true}) {
    for (const int tile : {0, 64}) {
      options.jp2 = jp2;
      options.tile = tile;
      const image::Source back = read(file_of(jpeg_2000, encode::jpeg2000(source, options), shape_of(source)));
      CHECK(back.samples == source.samples);
      CHECK(back.bits_stored == bits);
      CHECK(back.is_signed == is_signed);
    }
  }
}

TEST_CASE("lossy JPEG 2000 stays within its peak signal-to-noise ratio") {
  const int bits = GENERATE(8, 12, 16);
  const image::Source source = smooth(96, 80, bits);
  encode::Jpeg2000Options options;
  options.peak_signal_to_noise = 50;
  const image::Source back = read(file_of(jpeg_2000_lossy, encode::jpeg2000(source, options), shape_of(source)));
  double squares = 0;
  for (std::size_t i = 0; i < back.samples.size(); ++i) squares += std::pow(back.samples[i] - source.samples[i], 2);
  const double root_mean_square = std::sqrt(squares / static_cast<double>(back.samples.size()));
  CHECK(20 * std::log10((std::ldexp(1.0, bits) - 1) / root_mean_square) > 49);
  CHECK(back.samples != source.samples);
}

TEST_CASE("a JPEG 2000 codestream cut anywhere is refused") {
  encode::Jpeg2000Options options;
  options.tile = GENERATE(0, 16);
  options.layers = GENERATE(1, 3);
  const image::Source source = sample::source(40, 33, 12);
  const std::string code = encode::jpeg2000(source, options);
  REQUIRE(reason(file_of(jpeg_2000, code, shape_of(source))) == "read");
  for (std::size_t size = 0; size < code.size(); size += 3) {
    CHECK(reason(file_of(jpeg_2000, code.substr(0, size), shape_of(source))) != "read");
    if (size + 2 >= code.size()) continue;
    // Cut data before an End of Codestream that another writer put there.
    CHECK(reason(file_of(jpeg_2000, code.substr(0, size) + "\xFF\xD9", shape_of(source))) != "read");
  }
}

TEST_CASE("a codestream of another size than its header's is refused") {
  const image::Source source = sample::source(12, 10, 12);
  sample::Shape shape = shape_of(source);
  std::swap(shape.rows, shape.columns);
  CHECK(reason(file_of(jpeg_2000, encode::jpeg2000(source), shape)) == "pixel data cannot be decoded");
  CHECK(reason(file_of("1.2.840.10008.1.2.4.57", encode::jpeg_lossless(source, 1), shape)) ==
        "pixel data cannot be decoded");
  CHECK(reason(file_of("1.2.840.10008.1.2.4.80", encode::jpeg_ls(source), shape)) == "pixel data cannot be decoded");
}

TEST_CASE("lossless JPEG of every predictor gives back the words that went in") {
  const int predictor = GENERATE(1, 2, 3, 4, 5, 6, 7);
  const int bits = GENERATE(8, 12, 16);
  CAPTURE(predictor, bits);
  const image::Source source = sample::source(33, 20, bits);
  CHECK(read(file_of("1.2.840.10008.1.2.4.57", encode::jpeg_lossless(source, predictor), shape_of(source))).samples ==
        source.samples);
}

TEST_CASE("signed words in codestreams that know no sign are two's complement") {
  const image::Source source = sample::source(31, 20, GENERATE(8, 16), true);
  CHECK(read(file_of("1.2.840.10008.1.2.4.80", encode::jpeg_ls(source), shape_of(source))).samples == source.samples);
  CHECK(read(file_of("1.2.840.10008.1.2.4.57", encode::jpeg_lossless(source, 1), shape_of(source))).samples ==
        source.samples);
  CHECK(read(file_of("1.2.840.10008.1.2.5", encode::rle(source), shape_of(source))).samples == source.samples);
}

TEST_CASE("near-lossless JPEG-LS is off by no more than NEAR") {
  // By CharLS 2.4.1 of sample::source(24, 17, bits), named by bits and NEAR.
  const int bits = GENERATE(8, 12, 16);
  const int near = GENERATE(1, 3);
  CAPTURE(near, bits);
  const auto name = "near_" + std::to_string(bits) + "_" + std::to_string(near) + ".jls";
  const auto bytes = base::open_source(std::string(CXRVAL_TEST_DATA) + "/" + name);
  const image::Source source = sample::source(24, 17, bits);
  const image::Source back = read(file_of("1.2.840.10008.1.2.4.81", base::read_all(*bytes, 100000), shape_of(source)));
  CHECK(most_difference(back, source) <= near);
  CHECK(back.samples != source.samples);
  CHECK(back.bits_stored == bits);
}

TEST_CASE("lossy JPEG of every process is near the words that went in") {
  const int bits = GENERATE(8, 12);
  const JpegMode mode = GENERATE(JpegMode::sequential, JpegMode::spectral_selection, JpegMode::progressive);
  CAPTURE(bits, static_cast<int>(mode));
  const std::string uid = mode == JpegMode::progressive          ? "1.2.840.10008.1.2.4.55"
                          : mode == JpegMode::spectral_selection ? "1.2.840.10008.1.2.4.53"
                          : bits == 8                            ? "1.2.840.10008.1.2.4.50"
                                                                 : "1.2.840.10008.1.2.4.51";
  const image::Source source = smooth(64, 48, bits);
  const image::Source back = read(file_of(uid, encode::jpeg_lossy(source, mode, 98), shape_of(source)));
  // Quality 98 quantises by at most 5 steps of a sample, whatever the frequency.
  CHECK(most_difference(back, source) <= 8);
  CHECK(back.bits_stored == bits);
}

TEST_CASE("an 8-bit codestream in 16 allocated bits has 8 bits") {
  const image::Source source = sample::source(20, 16, 8);
  sample::Shape shape = shape_of(source);
  shape.allocated = 16;
  shape.stored = GENERATE(8, 12, 16);
  shape.high_bit = shape.stored - 1;
  const auto [uid, code] =
      GENERATE_COPY(std::pair(std::string(jpeg_2000), encode::jpeg2000(source)),
                    std::pair(std::string("1.2.840.10008.1.2.4.80"), encode::jpeg_ls(source)),
                    std::pair(std::string("1.2.840.10008.1.2.4.70"), encode::jpeg_lossless(source, 1)));
  const std::string bytes = file_of(uid, code, shape);
  const auto file = dicom::ImageFile::parse(bytes, "a.dcm");
  REQUIRE(file);
  const auto back = file->frame(0);
  REQUIRE(back);
  CHECK(back->samples == source.samples);
  CHECK(back->bits_stored == 8);
  CHECK(file->warnings().empty() == (shape.stored == 8));
}

TEST_CASE("the codestream tells its syntax where the file does not, or names another one") {
  const image::Source source = sample::source(20, 16, 12);
  const std::string code =
      GENERATE_COPY(encode::jpeg2000(source), encode::jpeg_ls(source), encode::jpeg_lossless(source, 1));
  const std::string uid = GENERATE("", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.91");
  const std::string bytes = file_of(uid, code, shape_of(source));
  const auto file = dicom::ImageFile::parse(bytes, "a.dcm");
  REQUIRE(file);
  const auto back = file->frame(0);
  REQUIRE(back);
  CHECK(back->samples == source.samples);
}

TEST_CASE("encapsulated bytes that are no codestream are refused under a native syntax") {
  CHECK(reason(file_of("1.2.840.10008.1.2.1", "no codestream", {})) == "data set is damaged");
}
