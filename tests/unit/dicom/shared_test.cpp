// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.hpp"
#include "catch.hpp"
#include "dicom/image.hpp"
#include "dicom/jpeg2000_headers.hpp"
#include "image/preset.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

using namespace cxrval;

namespace {

// Real files that are not part of the source tree: CXRVAL_SHARED, or shared/ beside it.
std::optional<std::filesystem::path> real_files() {
  const char* named = std::getenv("CXRVAL_SHARED");
  const std::filesystem::path shared =
      named != nullptr ? std::filesystem::path(named) : std::filesystem::path(CXRVAL_SOURCE_DIR) / ".." / "shared";
  const std::filesystem::path folder = shared / "dicom";
  if (std::filesystem::is_directory(folder)) return folder;
  WARN("skipped: no folder dicom/ in CXRVAL_SHARED or beside the source tree");
  return std::nullopt;
}

base::Result<image::Source> read(const std::filesystem::path& path) {
  const auto file = dicom::ImageFile::open(path.string(), path.filename().string());
  if (!file) return tl::unexpected(file.error());
  return file->frame(0);
}

}  // namespace

TEST_CASE("one CT in every lossless transfer syntax has the same words") {
  const auto folder = real_files();
  if (!folder) return;
  const auto plain = read(*folder / "ts/CT_LittleEndianExplicit_1.2.840.10008.1.2.1.dcm");
  REQUIRE(plain);
  for (const char* name :
       {"CT_BigEndianExplicit_1.2.840.10008.1.2.2", "CT_DeflatedExplicitVRLittleEndian_1.2.840.10008.1.2.1.99",
        "CT_JPEG2000LosslessOnly_1.2.840.10008.1.2.4.90", "CT_JPEGLSLossless_1.2.840.10008.1.2.4.80",
        "CT_JPEGProcess14SV1_1.2.840.10008.1.2.4.70", "CT_JPEGProcess14_1.2.840.10008.1.2.4.57",
        "CT_LittleEndianImplicit_1.2.840.10008.1.2", "CT_RLELossless_1.2.840.10008.1.2.5"}) {
    INFO(name);
    const auto image = read(*folder / "ts" / (std::string(name) + ".dcm"));
    REQUIRE(image);
    CHECK(image->samples == plain->samples);
    CHECK(image->is_signed == plain->is_signed);
  }
}

TEST_CASE("the lossy transfer syntaxes are near the same CT") {
  const auto folder = real_files();
  if (!folder) return;
  const auto plain = read(*folder / "ts/CT_LittleEndianExplicit_1.2.840.10008.1.2.1.dcm");
  REQUIRE(plain);
  const std::vector<float> expected = image::render(*plain, {image::Preset::voi}).value().values;
  const std::map<std::string, double> most = {
      {"CT_JPEGProcess1_1.2.840.10008.1.2.4.50", 0.05}, {"CT_JPEGProcess2_1.2.840.10008.1.2.4.51", 0.01},
      {"CT_JPEGProcess6_1.2.840.10008.1.2.4.53", 0.01}, {"CT_JPEGProcess10_1.2.840.10008.1.2.4.55", 0.01},
      {"CT_JPEGLSLossy_1.2.840.10008.1.2.4.81", 0.01},  {"CT_JPEG2000_1.2.840.10008.1.2.4.91", 0.01}};
  for (const auto& [name, bound] : most) {
    INFO(name);
    const auto image = read(*folder / "ts" / (name + ".dcm"));
    REQUIRE(image);
    const std::vector<float> values = image::render(*image, {image::Preset::voi}).value().values;
    REQUIRE(values.size() == expected.size());
    double difference = 0;
    for (std::size_t i = 0; i < values.size(); ++i) difference += std::abs(values[i] - expected[i]);
    CHECK(difference / static_cast<double>(values.size()) < bound);
  }
}

TEST_CASE("odd real files are read or refused for the right reason") {
  const auto folder = real_files();
  if (!folder) return;
  const std::map<std::string, std::string> reasons = {
      {"lut/mlut_18.dcm", ""},
      {"odd/MR_small_padded.dcm", ""},
      {"odd/image_dfl.dcm", ""},
      {"jls/JLSL_16_15_1_1F.dcm", ""},
      {"j2k/693_UNCR.dcm", ""},
      {"cr_small/77654033_CR1_6154.dcm", ""},
      {"charset/chrX1.dcm", ""},
      {"charset/chrKoreanMulti.dcm", "no pixel data"},
      {"odd/MR_truncated.dcm", "pixel data shorter than its header says"},
      {"odd/no-pixel-spacing.dcm", "not a greyscale image"},
      {"odd/CT0012_fragmented_no_bot.dcm", ""},
      {"odd/no_meta.dcm", "not a DICOM file"},
      {"odd/J2K_embedded_seqdelim.dcm", "pixel data cannot be decoded"},
      {"j2k/693_J2KR.dcm", ""},
      {"j2k/HTJ2KLossless_08_RGB.dcm", "not a greyscale image"},
      {"ai/highdicom_sr_tid1500.dcm", "no pixel data"},
      {"ai/seg_image_cr_binary.dcm", "bits allocated is neither 8 nor 16"}};
  for (const auto& [name, reason] : reasons) {
    INFO(name);
    const auto image = read(*folder / name);
    CHECK((image ? "" : image.error().reason) == reason);
  }
}

TEST_CASE("a Modality LUT Sequence is taken from a real file") {
  const auto folder = real_files();
  if (!folder) return;
  const auto image = read(*folder / "lut/mlut_18.dcm");
  REQUIRE(image);
  REQUIRE(image->modality_lut);
  CHECK(image->modality_lut->entries.size() > 1);
}

TEST_CASE("JPEG 2000 with other bits than its header says has the words of the uncompressed original") {
  const auto folder = real_files();
  if (!folder) return;
  const auto plain = read(*folder / "j2k/693_UNCR.dcm");
  const auto file = dicom::ImageFile::open((*folder / "j2k/693_J2KR.dcm").string(), "693_J2KR.dcm");
  REQUIRE(plain);
  REQUIRE(file);
  const auto image = file->frame(0);
  REQUIRE(image);
  CHECK(image->samples == plain->samples);
  CHECK(image->bits_stored == plain->bits_stored);
  CHECK(file->warnings() == std::vector<std::string_view>{"codestream_bits_differ"});
  const auto lossy = dicom::ImageFile::open((*folder / "j2k/693_J2KI.dcm").string(), "693_J2KI.dcm");
  REQUIRE(lossy);
  const auto near = lossy->frame(0);
  REQUIRE(near);
  CHECK(near->bits_stored == 14);
  double difference = 0;
  for (std::size_t i = 0; i < near->samples.size(); ++i) {
    difference += std::abs(near->value(near->samples[i]) - plain->value(plain->samples[i]));
  }
  CHECK(difference / static_cast<double>(near->samples.size()) < 200);
}

TEST_CASE("frames in several fragments without an offset table are told apart") {
  const auto folder = real_files();
  if (!folder) return;
  const auto file = dicom::ImageFile::open((*folder / "odd/CT0012_fragmented_no_bot.dcm").string(), "a.dcm");
  REQUIRE(file);
  REQUIRE(file->frames() == 2);
  const auto first = file->frame(0);
  const auto second = file->frame(1);
  REQUIRE(first);
  REQUIRE(second);
  CHECK(file->frame(2).error().reason == "no such frame");
  CHECK(file->warnings().empty());
}

TEST_CASE("the headers of a High-Throughput JPEG 2000 codestream are read") {
  const auto folder = real_files();
  if (!folder) return;
  const auto source = base::open_source((*folder / "j2k/HTJ2KLossless_08_RGB.dcm").string());
  const std::string bytes = base::read_all(*source, 10000000);
  const std::size_t begin = bytes.find("\xFF\x4F\xFF\x51");
  const std::size_t end = bytes.rfind("\xFF\xD9") + 2;
  const auto header = dicom::read_jpeg2000_header(std::string_view(bytes).substr(begin, end - begin));
  REQUIRE(header);
  CHECK(header->width == 640);
  CHECK(header->height == 480);
  CHECK(header->components == 3);
  CHECK(header->precision == 8);
  CHECK_FALSE(header->irreversible);
}
