// SPDX-License-Identifier: Apache-2.0
#include "dicom/write.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "dicom/image.hpp"
#include "sample.hpp"

#include <stdexcept>

using namespace cxrval;
using dicom::NewSyntax;

namespace {

struct Image {
  dicom::Header header;
  image::Source source;
};

Image read(const std::string& bytes) {
  const base::Result<dicom::ImageFile> file = dicom::ImageFile::parse(bytes, "a.dcm");
  if (!file) FAIL(file.error().reason);
  base::Result<image::Source> source = file->frame(0);
  if (!source) FAIL(source.error().reason);
  return {file->header(), std::move(*source)};
}

}  // namespace

TEST_CASE("every transfer syntax gives back the words that went in") {
  const NewSyntax syntax = GENERATE(NewSyntax::explicit_little_endian, NewSyntax::implicit_little_endian,
                                    NewSyntax::rle, NewSyntax::jpeg_lossless, NewSyntax::jpeg_ls_lossless);
  const int bits = GENERATE(7, 8, 10, 12, 15, 16);
  const bool is_signed = GENERATE(false, true);
  const int width = GENERATE(1, 5, 64);
  CAPTURE(static_cast<int>(syntax), bits, is_signed, width);
  dicom::NewImage image = sample::new_image(sample::source(width, 7, bits, is_signed));
  image.transfer_syntax = syntax;
  const Image back = read(dicom::image_bytes(image));
  CHECK(back.source.samples == image.source.samples);
  CHECK(back.source.bits_stored == bits);
  CHECK(back.source.is_signed == is_signed);
}

TEST_CASE("all that says how to show the image comes back") {
  const NewSyntax syntax = GENERATE(NewSyntax::explicit_little_endian, NewSyntax::implicit_little_endian);
  const bool is_signed = GENERATE(false, true);
  dicom::NewImage image = sample::new_image(sample::source(4, 4, 12, is_signed));
  image::Source& source = image.source;
  source.photometric = image::Photometric::monochrome1;
  source.plut_shape = image::PlutShape::inverse;
  source.rescale_slope = 0.1;
  source.rescale_intercept = -1000.0 / 3;
  source.windows = {{1.0 / 3, 1234.5}, {2, 3}};
  source.voi_function = image::VoiFunction::linear_exact;
  source.voi_luts = {{-7, 12, {0, 5, 4095}}, {-8, 10, {1, 2}}, {-1, 16, {7, 9, 9, 65535}}};
  source.padding = image::Padding{is_signed ? -2048 : 0, 3};
  image.transfer_syntax = syntax;
  const image::Source back = read(dicom::image_bytes(image)).source;
  CHECK(back.photometric == source.photometric);
  CHECK(back.plut_shape == source.plut_shape);
  CHECK(back.rescale_slope == 0.1);
  CHECK(back.rescale_intercept == approx(source.rescale_intercept).epsilon(1e-8));
  REQUIRE(back.windows.size() == 2);
  CHECK(back.windows[0].centre == approx(1.0 / 3).epsilon(1e-8));
  CHECK(back.windows[0].width == 1234.5);
  CHECK(back.voi_function == source.voi_function);
  REQUIRE(back.voi_luts.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(back.voi_luts[i].first == source.voi_luts[i].first);
    CHECK(back.voi_luts[i].bits == source.voi_luts[i].bits);
    CHECK(back.voi_luts[i].entries == source.voi_luts[i].entries);
  }
  REQUIRE(back.padding);
  CHECK(back.padding->low == source.padding->low);
  CHECK(back.padding->high == 3);
}

TEST_CASE("a Modality LUT comes back instead of rescale") {
  dicom::NewImage image = sample::new_image(sample::source(4, 4, 12));
  image.source.modality_lut = image::Lut{100, 16, std::vector<std::uint16_t>(65536, 9)};
  const image::Source back = read(dicom::image_bytes(image)).source;
  REQUIRE(back.modality_lut);
  CHECK(back.modality_lut->first == 100);
  CHECK(back.modality_lut->entries.size() == 65536);
}

TEST_CASE("the same image gives the same bytes, without a trace of the day or of DCMTK's version") {
  const NewSyntax syntax = GENERATE(NewSyntax::explicit_little_endian, NewSyntax::rle, NewSyntax::jpeg_lossless,
                                    NewSyntax::jpeg_ls_lossless);
  dicom::NewImage image = sample::new_image(sample::source(30, 20, 12));
  image.modality = GENERATE("CR", "DX");
  image.transfer_syntax = syntax;
  const std::string bytes = dicom::image_bytes(image);
  CHECK(dicom::image_bytes(image) == bytes);
  CHECK(bytes.find("OFFIS") == std::string::npos);
  CHECK(bytes.find("1.2.276.0.7230010") == std::string::npos);
  CHECK(bytes.find("CXRVAL_1") != std::string::npos);
}

TEST_CASE("DX, CR and a scout of CT are written as their own classes") {
  dicom::NewImage image = sample::new_image(sample::source(4, 4, 12));
  CHECK(read(dicom::image_bytes(image)).header.sop_class == "1.2.840.10008.5.1.4.1.1.1");
  image.modality = "DX";
  const std::string bytes = dicom::image_bytes(image);
  CHECK(read(bytes).header.sop_class == "1.2.840.10008.5.1.4.1.1.1.1");
  CHECK(bytes.find("FOR PRESENTATION") != std::string::npos);
  image.modality = "CT";
  const std::string scout = dicom::image_bytes(image);
  CHECK(read(scout).header.sop_class == "1.2.840.10008.5.1.4.1.1.7");
  CHECK(scout.find("WSD") != std::string::npos);
}

TEST_CASE("an image larger than the writer's block is written whole") {
  dicom::NewImage image = sample::new_image(sample::source(1100, 1000, 16));
  CHECK(read(dicom::image_bytes(image)).source.samples == image.source.samples);
}

TEST_CASE("what cannot be expressed is refused") {
  const dicom::NewImage good = sample::new_image(sample::source(2, 2, 12));
  dicom::NewImage image = good;
  image.sop_uid = "../1.2";
  CHECK_THROWS_AS(dicom::image_bytes(image), std::logic_error);
  image = good;
  image.study_uid.clear();
  CHECK_THROWS_AS(dicom::image_bytes(image), std::logic_error);
  image = good;
  image.source.samples.pop_back();
  CHECK_THROWS_AS(dicom::image_bytes(image), std::logic_error);
  image = good;
  image.source.bits_stored = 17;
  CHECK_THROWS_AS(dicom::image_bytes(image), std::logic_error);
}

TEST_CASE("a file that cannot be written is an Error") {
  CHECK_THROWS_AS(dicom::write_image(sample::new_image(sample::source(2, 2, 12)), "/nowhere/a.dcm"), base::Error);
}
