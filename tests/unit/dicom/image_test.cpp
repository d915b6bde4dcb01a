// SPDX-License-Identifier: Apache-2.0
#include "dicom/image.hpp"

#include "catch.hpp"
#include "sample.hpp"

#include <map>

using namespace cxrval;
using sample::Bytes;
using sample::Shape;

namespace {

std::string with_pixels(const Shape& shape, const std::string& pixels, const char* vr = "OW") {
  Bytes data;
  sample::put_shape(data, shape);
  data.head(0x7FE0, 0x10, vr, static_cast<std::uint32_t>(pixels.size())).raw(pixels);
  return sample::file(sample::explicit_le, data.str());
}

std::string reason(const std::string& bytes) {
  const base::Result<image::Source> image = sample::first_frame(bytes);
  return image ? "read" : image.error().reason;
}

image::Source read(const std::string& bytes) {
  const base::Result<image::Source> image = sample::first_frame(bytes);
  if (!image) FAIL(image.error().reason);
  return *image;
}

// Elements between the shape and the pixels of a 1 x 1 image.
image::Source displayed(const std::string& elements, bool is_signed = false) {
  Bytes data;
  sample::put_shape(data, {1, 1, 16, 12, 11, is_signed}).raw(elements);
  data.head(0x7FE0, 0x10, "OW", 2).word(5);
  return read(sample::file(sample::explicit_le, data.str()));
}

using Words = std::vector<std::uint16_t>;

std::string encapsulated(const std::string& uid, const std::string& code, const Shape& shape = {}) {
  Bytes data;
  sample::put_shape(data, shape).head(0x7FE0, 0x10, "OB", 0xFFFFFFFF);
  data.head(0xFFFE, 0xE000, "", 0).head(0xFFFE, 0xE000, "", static_cast<std::uint32_t>(code.size())).raw(code);
  return sample::file(uid, data.head(0xFFFE, 0xE0DD, "", 0).str());
}

}  // namespace

TEST_CASE("words are read in either byte order") {
  const Words words = {0x0001, 0x0203, 0x0A0B, 0x0FFF};
  const bool big = GENERATE(false, true);
  Bytes data(true, big);
  sample::put_shape(data).head(0x7FE0, 0x10, "OW", 8);
  for (const std::uint16_t word : words) data.word(word);
  CHECK(read(sample::file(big ? sample::explicit_be : sample::explicit_le, data.str())).samples == words);
}

TEST_CASE("bytes in a big endian OW value stand in swapped pairs, in OB as they are") {
  const Shape shape{1, 3, 8, 8, 7};
  const auto bytes = [&](const char* vr, const std::string& value) {
    Bytes data(true, true);
    sample::put_shape(data, shape).head(0x7FE0, 0x10, vr, 4).raw(value);
    return sample::file(sample::explicit_be, data.str());
  };
  CHECK(read(bytes("OW", "badc")).samples == Words{'a', 'b', 'c'});
  CHECK(read(bytes("OB", "abcd")).samples == Words{'a', 'b', 'c'});
}

TEST_CASE("bits above the stored ones are dropped and the sign extended") {
  const std::string pixels = Bytes().word(0xF801).word(0x07FF).word(0x0800).word(0xFFFF).str();
  Shape shape;
  CHECK(read(with_pixels(shape, pixels)).samples == Words{0x0801, 0x07FF, 0x0800, 0x0FFF});
  shape.is_signed = true;
  const image::Source source = read(with_pixels(shape, pixels));
  CHECK(source.samples == Words{0xF801, 0x07FF, 0xF800, 0xFFFF});
  CHECK(source.value(source.samples[0]) == -2047);
}

TEST_CASE("a high bit above bits stored shifts the value down") {
  const std::string pixels = Bytes().word(0xFFF1).word(0x0010).word(0x8000).word(0x7FFF).str();
  CHECK(read(with_pixels({2, 2, 16, 12, 15}, pixels)).samples == Words{0x0FFF, 1, 0x0800, 0x07FF});
  CHECK(read(with_pixels({2, 2, 16, 12, 15, true}, pixels)).samples == Words{0xFFFF, 1, 0xF800, 0x07FF});
}

TEST_CASE("8 bits allocated with an odd number of pixels") {
  CHECK(read(with_pixels({1, 3, 8, 8, 7}, std::string("\x01\xFE\x80\0", 4), "OB")).samples == Words{1, 254, 128});
  CHECK(read(with_pixels({1, 3, 8, 7, 6, true}, std::string("\x01\x7F\x40\0", 4), "OB")).samples ==
        Words{1, 0xFFFF, 0xFFC0});
}

TEST_CASE("bytes behind the pixels do no harm") {
  CHECK(read(with_pixels({1, 1},
                         "\x01\x02"
                         "pad pad "))
            .samples == Words{0x0201});
}

TEST_CASE("what says how to show the image is read") {
  const image::Source plain = displayed("");
  CHECK(plain.rescale_slope == 1);
  CHECK(plain.windows.empty());
  CHECK(plain.plut_shape == image::PlutShape::absent);
  CHECK_FALSE(plain.padding);
  const image::Source source = displayed(Bytes()
                                             .us(0x28, 0x120, 4000)
                                             .us(0x28, 0x121, 4095)
                                             .text(0x28, 0x1050, "DS", "100.5\\200")
                                             .text(0x28, 0x1051, "DS", "50\\60\\70")
                                             .text(0x28, 0x1052, "DS", "-1024")
                                             .text(0x28, 0x1053, "DS", "2.5")
                                             .text(0x28, 0x1056, "CS", "SIGMOID")
                                             .text(0x2050, 0x20, "CS", "INVERSE")
                                             .str());
  CHECK(source.rescale_slope == 2.5);
  CHECK(source.rescale_intercept == -1024);
  REQUIRE(source.windows.size() == 2);
  CHECK(source.windows[0].centre == 100.5);
  CHECK(source.windows[1].width == 60);
  CHECK(source.voi_function == image::VoiFunction::sigmoid);
  CHECK(source.plut_shape == image::PlutShape::inverse);
  REQUIRE(source.padding);
  CHECK(source.padding->low == 4000);
  CHECK(source.padding->high == 4095);
}

TEST_CASE("windows under an unknown function or with bad numbers are left out") {
  const std::string centre = Bytes().text(0x28, 0x1050, "DS", "100").str();
  const std::string width = Bytes().text(0x28, 0x1051, "DS", "50").str();
  CHECK(displayed(centre + width).windows.size() == 1);
  CHECK(displayed(centre + width + Bytes().text(0x28, 0x1056, "CS", "LOGISTIC").str()).windows.empty());
  CHECK(displayed(centre + Bytes().text(0x28, 0x1051, "DS", "wide").str()).windows.empty());
  CHECK(displayed(centre).windows.empty());
}

TEST_CASE("lookup tables of words and of bytes are read") {
  const auto lut = [](unsigned sequence, const std::string& item) {
    const auto size = static_cast<std::uint32_t>(item.size());
    return Bytes().head(0x28, sequence, "SQ", size + 8).head(0xFFFE, 0xE000, "", size).raw(item).str();
  };
  const std::string words = Bytes()
                                .head(0x28, 0x3002, "US", 6)
                                .word(3)
                                .word(10)
                                .word(16)
                                .head(0x28, 0x3006, "OW", 6)
                                .word(1)
                                .word(2)
                                .word(65535)
                                .str();
  const image::Source modality = displayed(lut(0x3000, words));
  REQUIRE(modality.modality_lut);
  CHECK(modality.modality_lut->first == 10);
  CHECK(modality.modality_lut->entries == Words{1, 2, 65535});

  const std::string bytes = Bytes()
                                .head(0x28, 0x3002, "SS", 6)
                                .word(3)
                                .word(0xFFFE)
                                .word(8)
                                .head(0x28, 0x3006, "OW", 4)
                                .raw(std::string("\1\2\3\0", 4))
                                .str();
  const image::Source voi = displayed(lut(0x3010, bytes));
  REQUIRE(voi.voi_luts.size() == 1);
  CHECK(voi.voi_luts[0].first == -2);
  CHECK(voi.voi_luts[0].bits == 8);
  CHECK(voi.voi_luts[0].entries == Words{1, 2, 3});

  const std::string short_one = Bytes().head(0x28, 0x3002, "US", 6).word(0).word(0).word(16).us(0x28, 0x3006, 1).str();
  Bytes data;
  sample::put_shape(data, {1, 1}).raw(lut(0x3010, short_one)).head(0x7FE0, 0x10, "OW", 2).word(5);
  CHECK(reason(sample::file(sample::explicit_le, data.str())) == "lookup table is damaged");
}

TEST_CASE("images that cannot be used say why in fixed words") {
  const std::string four = std::string(8, '\1');
  CHECK(reason(with_pixels({}, four)) == "read");
  CHECK(reason(with_pixels({}, four.substr(2))) == "pixel data shorter than its header says");
  CHECK(reason(with_pixels({}, four).substr(0, with_pixels({}, four).size() - 1)) ==
        "pixel data shorter than its header says");
  CHECK(reason(with_pixels({0, 2}, "")) == "rows or columns are zero");
  CHECK(reason(with_pixels({65535, 65535}, four)) == "more than 134217728 pixels");
  CHECK(reason(with_pixels({10000, 10000}, four)) == "pixel data shorter than its header says");
  CHECK(reason(with_pixels({2, 2, 32, 12, 11}, four)) == "bits allocated is neither 8 nor 16");
  CHECK(reason(with_pixels({2, 2, 8, 12, 11}, four)) == "bits stored or high bit out of range");
  CHECK(reason(with_pixels({2, 2, 16, 0, 11}, four)) == "bits stored or high bit out of range");
  CHECK(reason(with_pixels({2, 2, 16, 12, 10}, four)) == "bits stored or high bit out of range");
  Shape colour;
  colour.photometric = "RGB";
  CHECK(reason(with_pixels(colour, four)) == "not a greyscale image");
  CHECK(reason(sample::file(sample::explicit_le, Bytes().text(8, 0x60, "CS", "SR").str())) == "no pixel data");
  Bytes frames;
  frames.text(0x28, 0x08, "IS", "2");
  sample::put_shape(frames).head(0x7FE0, 0x10, "OW", 8).raw(four);
  CHECK(reason(sample::file(sample::explicit_le, frames.str())) == "pixel data shorter than its header says");
  Bytes slope;
  sample::put_shape(slope).text(0x28, 0x1053, "DS", "steep").head(0x7FE0, 0x10, "OW", 8).raw(four);
  CHECK(reason(sample::file(sample::explicit_le, slope.str())) == "rescale slope or intercept is not a number");
}

TEST_CASE("unsupported transfer syntaxes are named") {
  const std::map<std::string, std::string> names = {
      {"1.2.840.10008.1.2.4.110", "JPEG XL Lossless"},
      {"1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2 Multi-component (Lossless Only)"},
      {"1.2.3.4", "unknown"}};
  for (const auto& [uid, name] : names) {
    CHECK(reason(encapsulated(uid, "xxxx")) == "unsupported transfer syntax: " + name);
  }
}

TEST_CASE("codestreams that do not fit the header are refused before anything is allocated") {
  const std::string uid =
      GENERATE("1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80");
  CHECK(reason(encapsulated(uid, "")) == "pixel data cannot be decoded");
  CHECK(reason(encapsulated(uid, "xxxxxxxx")) == "pixel data cannot be decoded");
  CHECK(reason(encapsulated(uid, std::string(200, '\xFF'))) == "pixel data cannot be decoded");
  CHECK(reason(encapsulated(uid, std::string(64, '\0'), {11000, 11000})) == "pixel data cannot be decoded");
}

TEST_CASE("compressed images cut anywhere are refused") {
  using dicom::NewSyntax;
  const NewSyntax syntax = GENERATE(NewSyntax::rle, NewSyntax::jpeg_lossless, NewSyntax::jpeg_ls_lossless);
  dicom::NewImage image = sample::new_image(sample::source(16, 16, 12));
  image.transfer_syntax = syntax;
  const std::string whole = dicom::image_bytes(image);
  REQUIRE(reason(whole) == "read");
  for (std::size_t size = 140; size < whole.size(); size += 3) CHECK(reason(whole.substr(0, size)) != "read");
}

TEST_CASE("a codestream in several fragments is put together") {
  dicom::NewImage image = sample::new_image(sample::source(16, 16, 12));
  image.transfer_syntax = dicom::NewSyntax::jpeg_lossless;
  const std::string whole = dicom::image_bytes(image);
  const std::size_t pixels = whole.rfind(std::string("\xE0\x7F\x10\x00", 4));
  const std::size_t code = whole.find(std::string("\xFF\xD8", 2), pixels);
  const std::string stream = whole.substr(code, whole.size() - 8 - code);
  Bytes pieces;
  pieces.head(0xFFFE, 0xE000, "", 0);
  for (std::size_t at = 0; at < stream.size(); at += 40) {
    const std::string piece = stream.substr(at, 40);
    pieces.head(0xFFFE, 0xE000, "", static_cast<std::uint32_t>(piece.size())).raw(piece);
  }
  const std::string fragmented = whole.substr(0, pixels + 12) + pieces.head(0xFFFE, 0xE0DD, "", 0).str();
  CHECK(read(fragmented).samples == image.source.samples);
}

TEST_CASE("a codestream cut within a whole fragment is refused") {
  dicom::NewImage image = sample::new_image(sample::source(16, 16, 12));
  image.transfer_syntax = GENERATE(dicom::NewSyntax::jpeg_lossless, dicom::NewSyntax::jpeg_ls_lossless);
  const std::string whole = dicom::image_bytes(image);
  const std::string uid =
      image.transfer_syntax == dicom::NewSyntax::jpeg_lossless ? "1.2.840.10008.1.2.4.70" : "1.2.840.10008.1.2.4.80";
  const std::size_t code = whole.find(std::string("\xFF\xD8", 2), whole.rfind(std::string("\xE0\x7F\x10\x00", 4)));
  const std::string stream = whole.substr(code, whole.size() - 8 - code);
  const Shape shape{16, 16};
  CHECK(reason(encapsulated(uid, stream, shape)) == "read");
  CHECK(reason(encapsulated(uid, stream.substr(0, stream.size() / 2), shape)) ==
        "pixel data shorter than its header says");
}

TEST_CASE("a JPEG marker behind which DCMTK would search for ever is refused") {
  dicom::NewImage image = sample::new_image(sample::source(8, 8, 12));
  image.transfer_syntax = dicom::NewSyntax::jpeg_lossless;
  std::string bytes = dicom::image_bytes(image);
  const std::size_t code = bytes.find(std::string("\xFF\xD8\xFF\xE0", 4));
  REQUIRE(code != std::string::npos);
  bytes[code + 3] = '\x01';
  CHECK(reason(bytes) == "pixel data cannot be decoded");
}

TEST_CASE("files are read like memory") {
  const dicom::NewImage image = sample::new_image(sample::source(9, 7, 12));
  const sample::TemporaryFile file("a.dcm", dicom::image_bytes(image));
  CHECK(dicom::ImageFile::open(file.path(), "a.dcm")->frame(0)->samples == image.source.samples);
  const base::Fault fault = dicom::ImageFile::open(file.path() + "x", "b.dcm").error();
  CHECK(base::to_string(fault.place) == "b.dcm");
  CHECK(fault.reason == "cannot be opened or read");
}
