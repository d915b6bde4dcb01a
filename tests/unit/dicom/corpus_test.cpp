// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "encode.hpp"
#include "sample.hpp"

using namespace cxrval;

namespace {

void write(const std::string& name, const std::string& bytes) {
  const char* folder = std::getenv("CXRVAL_CORPUS");
  REQUIRE(folder != nullptr);
  const std::filesystem::path path = std::filesystem::path(folder) / name;
  std::filesystem::create_directories(path.parent_path());
  const auto sink = base::open_sink(path.string());
  sink->write(bytes);
  sink->close();
}

std::string multi_frame(const std::string& uid, const std::vector<std::string>& codes, bool offsets) {
  sample::Bytes items;
  sample::Bytes table;
  for (std::string code : codes) {
    if (code.size() % 2 != 0) code += '\0';
    table.long_word(static_cast<std::uint32_t>(items.str().size()));
    items.head(0xFFFE, 0xE000, "", 40).raw(code.substr(0, 40));
    items.head(0xFFFE, 0xE000, "", static_cast<std::uint32_t>(code.size() - 40)).raw(code.substr(40));
  }
  sample::Bytes data;
  data.text(0x28, 8, "IS", "2");
  sample::put_shape(data, {6, 7}).head(0x7FE0, 0x10, "OB", 0xFFFFFFFF);
  if (offsets) {
    data.head(0xFFFE, 0xE000, "", static_cast<std::uint32_t>(table.str().size())).raw(table.str());
  } else {
    data.head(0xFFFE, 0xE000, "", 0);
  }
  return sample::file(uid, data.raw(items.str()).head(0xFFFE, 0xE0DD, "", 0).str());
}

}  // namespace

// CXRVAL_CORPUS=tests/fuzz/corpus test_dicom '[corpus]' makes the seeds of the decoders' fuzz targets.
TEST_CASE("seeds of the fuzz targets", "[.corpus]") {
  const image::Source narrow = sample::source(7, 6, 8);
  const image::Source middle = sample::source(7, 6, 12);
  const image::Source wide = sample::source(7, 6, 16, true);
  encode::Jpeg2000Options options;
  options.resolutions = 2;
  write("jpeg2000/lossless_8", encode::jpeg2000(narrow, options));
  write("jpeg2000/lossless_16_signed", encode::jpeg2000(wide, options));
  options.jp2 = true;
  write("jpeg2000/jp2", encode::jpeg2000(middle, options));
  options = {45, 4, 2, 2, false};
  write("jpeg2000/lossy_tiles_layers", encode::jpeg2000(sample::source(10, 9, 12), options));
  write("jpeg/lossless_8", encode::jpeg_lossless(narrow, 1));
  write("jpeg/lossless_12", encode::jpeg_lossless(middle, 4));
  write("jpeg/lossless_16", encode::jpeg_lossless(wide, 7));
  write("jpeg/baseline", encode::jpeg_lossy(narrow, encode::JpegMode::sequential, 90));
  write("jpeg/extended", encode::jpeg_lossy(middle, encode::JpegMode::sequential, 90));
  write("jpeg/spectral", encode::jpeg_lossy(middle, encode::JpegMode::spectral_selection, 90));
  write("jpeg/progressive", encode::jpeg_lossy(middle, encode::JpegMode::progressive, 90));
  write("jpeg_ls/lossless_8", encode::jpeg_ls(narrow));
  write("jpeg_ls/lossless_16", encode::jpeg_ls(wide));
  // Rows, columns and bits allocated stand before the frame.
  write("rle/8", std::string("\6\7\0", 3) + encode::rle(narrow));
  write("rle/16", std::string("\6\7\1", 3) + encode::rle(wide));
  const std::string code = encode::jpeg2000(middle, {0, 0, 1, 2, false});
  write("frames/jpeg2000_table", multi_frame("1.2.840.10008.1.2.4.90", {code, code}, true));
  write("frames/jpeg2000_no_table", multi_frame("1.2.840.10008.1.2.4.90", {code, code}, false));
  write("frames/jpeg_ls_unnamed", multi_frame("", {encode::jpeg_ls(middle), encode::jpeg_ls(middle)}, false));
  sample::Bytes native(true, true);
  native.text(0x28, 8, "IS", "3");
  sample::put_shape(native, {1, 3, 8, 8, 7}).head(0x7FE0, 0x10, "OW", 10).raw("badcfehgji");
  write("frames/native_big_endian", sample::file(sample::explicit_be, native.str()));
}
