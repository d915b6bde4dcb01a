// SPDX-License-Identifier: Apache-2.0
#include "image/raster.hpp"

#include "catch.hpp"
#include "image/png.hpp"
#include "image/preset.hpp"
#include "image/raster_format.hpp"
#include "reference.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using namespace cxrval;
using namespace cxrval::image;

namespace {

const std::filesystem::path source_dir = CXRVAL_SOURCE_DIR;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string corpus_file(const std::string& name) {
  return read_file(source_dir / "tests/fuzz/corpus/raster" / name);
}

std::string reason(const std::string& bytes, const RasterOptions& options = {}) {
  const base::Result<Source> source = read_raster(bytes, options);
  return source ? "no fault" : source.error().reason;
}

class TextSink : public base::ByteSink {
 public:
  void write(std::string_view bytes) override { text += bytes; }
  void flush() override {}
  void close() override {}
  std::string text;
};

// A big-endian number in a PNG's header.
std::string with_size(std::string png, unsigned width, unsigned height) {
  for (unsigned i = 0; i < 4; ++i) {
    png[16 + i] = static_cast<char>(width >> (24 - 8 * i) & 0xFF);
    png[20 + i] = static_cast<char>(height >> (24 - 8 * i) & 0xFF);
  }
  return png;
}

// The same with IHDR's right CRC, ISO/IEC 15948 annex D.
std::string with_checksum(std::string png) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (std::size_t i = 12; i < 29; ++i) {
    crc ^= static_cast<unsigned char>(png[i]);
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1U) != 0 ? crc >> 1 ^ 0xEDB88320U : crc >> 1;
  }
  for (unsigned i = 0; i < 4; ++i) png[29 + i] = static_cast<char>(~crc >> (24 - 8 * i) & 0xFF);
  return png;
}

}  // namespace

TEST_CASE("every kind of PNG and JPEG becomes PIL's grey levels") {
  for (const reference::Raster& expected : reference::rasters) {
    INFO(expected.file);
    const base::Result<Source> source = read_raster(corpus_file(expected.file));
    REQUIRE(source);
    CHECK(source->width == expected.width);
    CHECK(source->height == expected.height);
    CHECK(source->bits_stored == expected.bits);
    CHECK(source->photometric == Photometric::monochrome2);
    CHECK(std::vector<int>(source->samples.begin(), source->samples.end()) == expected.values);
  }
}

TEST_CASE("a PNG that we write is read back") {
  const Plane plane{3, 2, {0, 0.2F, 0.4F, 0.6F, 0.8F, 1}};
  TextSink sink;
  write_png(plane, PngDepth::bits16, sink);
  CHECK(read_raster(sink.text)->samples == std::vector<std::uint16_t>{0, 13107, 26214, 39321, 52428, 65535});
}

TEST_CASE("declared bits must hold every pixel and not be more than the file's") {
  CHECK(read_raster(corpus_file("twelve_in_16.png"), {12})->bits_stored == 12);
  CHECK(reason(corpus_file("grey16.png"), {12}) == "a pixel is larger than the declared bits allow");
  CHECK(reason(corpus_file("grey8.png"), {12}) == "the declared bits are more than the file's");
}

TEST_CASE("transparent pixels are a fault however they are said") {
  for (const char* name :
       {"transparent.png", "transparent_colour.png", "transparent_grey.png", "transparent_entry.png"}) {
    INFO(name);
    CHECK(reason(corpus_file(name)) == "image has transparent pixels");
  }
}

TEST_CASE("other files and colours are faults") {
  CHECK(reason("") == "not a PNG or JPEG image");
  CHECK(reason("GIF89a") == "not a PNG or JPEG image");
  CHECK(reason(corpus_file("cmyk.jpg")) == "CMYK images are not supported");
}

TEST_CASE("an image cut anywhere is a fault, never a grey rest") {
  for (const reference::Raster& expected : reference::rasters) {
    INFO(expected.file);
    const std::string bytes = corpus_file(expected.file);
    for (std::size_t size = 8; size < bytes.size(); ++size)
      CHECK(reason(bytes.substr(0, size)) == "image is damaged or cut");
  }
}

TEST_CASE("claims of large images are refused before anything is allocated for them") {
  // The checksum no longer fits, so these test the reader of the header; the corpus has right checksums.
  CHECK(reason(with_size(corpus_file("grey8.png"), 0x7FFFFFFF, 0x7FFFFFFF)) == "image is damaged or cut");
  CHECK(reason(corpus_file("huge_claim.png")) == "image is larger than 134217728 pixels");
  CHECK(reason(corpus_file("large_claim.png")) == "image is damaged or cut");
  CHECK(reason(corpus_file("large_claim.jpg")) == "image is damaged or cut");
}

TEST_CASE("sides are as long as in DICOM at most") {
  TextSink longest;
  write_png({1, 65535, std::vector<float>(65535)}, PngDepth::bits8, longest);
  CHECK(reason(longest.text) == "no fault");
  const std::string small = corpus_file("grey8.png");
  CHECK(reason(with_checksum(with_size(small, 1, 65536))) == "a side of the image is longer than 65535 pixels");
  CHECK(reason(with_checksum(with_size(small, 65536, 1))) == "a side of the image is longer than 65535 pixels");
}

TEST_CASE("luma keeps equal channels") {
  for (std::uint32_t level = 0; level < 65536; ++level) {
    if (luma(level, level, level) != level) FAIL("level " << level);
  }
  CHECK(luma(255, 0, 0) == 76);
  CHECK(luma(0, 65535, 0) == 38469);
}

TEST_CASE("real chest radiographs of a research set are read") {
  const std::filesystem::path folder = source_dir.parent_path() / "shared/dicom/images";
  if (!std::filesystem::is_directory(folder)) {
    WARN("skipped: ../shared/dicom/images is not there");
    return;
  }
  int read = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".png") continue;
    const base::Result<Source> source = read_raster(read_file(entry.path()));
    REQUIRE(source);
    CHECK(source->bits_stored == 8);
    CHECK(source->width == 1024);
    CHECK(render(*source, {Preset::bits}));
    ++read;
  }
  CHECK(read > 0);
}
