// SPDX-License-Identifier: Apache-2.0
#include "dicom/segmentation.hpp"

#include "catch.hpp"
#include "sample.hpp"

#include <chrono>
#include <functional>

using namespace cxrval;
using sample::Bytes;

namespace {

constexpr const char* storage = "1.2.840.10008.5.1.4.1.1.66.4";

std::string item(const std::string& content) {
  return Bytes().head(0xFFFE, 0xE000, "", static_cast<std::uint32_t>(content.size())).raw(content).str();
}

std::string sequence(unsigned group, unsigned element, const std::string& items) {
  return Bytes().head(group, element, "SQ", static_cast<std::uint32_t>(items.size())).raw(items).str();
}

std::string segment(unsigned number, const std::string& label) {
  return item(Bytes().us(0x62, 4, number).text(0x62, 5, "LO", label).str());
}

std::string reference(const std::string& uid, const std::string& frame = "") {
  Bytes bytes;
  bytes.text(8, 0x1155, "UI", uid, '\0');
  if (!frame.empty()) bytes.text(8, 0x1160, "IS", frame);
  return item(bytes.str());
}

std::string derived_from(const std::string& references) {
  return sequence(8, 0x9124, item(sequence(8, 0x2112, references)));
}

std::string marks(unsigned number) {
  return sequence(0x62, 0xA, item(Bytes().us(0x62, 0xB, number).str()));
}

// What a test may change of a small object: three columns, two rows, two segments on two images.
struct Parts {
  std::string sop_class = storage;
  std::string type = "BINARY";
  unsigned rows = 2;
  unsigned columns = 3;
  unsigned allocated = 1;
  std::string frames = "2";
  std::string segments = segment(1, "Consolidation") + segment(2, "Ground-glass opacity");
  std::string series{};
  std::string shared{};
  std::string groups =
      item(derived_from(reference("1.1")) + marks(2)) + item(derived_from(reference("1.2", "7")) + marks(1));
  unsigned most = 0;
  // 1 0 1 / 0 1 0, then 0 1 1 / 1 1 0: bits from the lowest on, without a gap between frames.
  std::string pixels = std::string("\x95\x07", 2);
  bool has_pixels = true;
};

std::string file_of(const Parts& parts) {
  Bytes data;
  data.text(8, 0x16, "UI", parts.sop_class, '\0').text(8, 0x18, "UI", "1.9", '\0');
  if (!parts.series.empty()) data.raw(sequence(8, 0x1115, parts.series));
  data.us(0x28, 2, 1).text(0x28, 4, "CS", "MONOCHROME2").text(0x28, 8, "IS", parts.frames);
  data.us(0x28, 0x10, parts.rows).us(0x28, 0x11, parts.columns).us(0x28, 0x100, parts.allocated);
  data.us(0x28, 0x101, parts.allocated).us(0x28, 0x102, parts.allocated - 1).us(0x28, 0x103, 0);
  data.text(0x62, 1, "CS", parts.type).raw(sequence(0x62, 2, parts.segments));
  if (parts.most != 0) data.us(0x62, 0xE, parts.most);
  data.raw(sequence(0x5200, 0x9229, parts.shared)).raw(sequence(0x5200, 0x9230, parts.groups));
  if (parts.has_pixels)
    data.head(0x7FE0, 0x10, "OB", static_cast<std::uint32_t>(parts.pixels.size())).raw(parts.pixels);
  return sample::file(sample::explicit_le, data.str());
}

std::string reason(const std::function<void(Parts&)>& change) {
  Parts parts;
  change(parts);
  const std::string bytes = file_of(parts);
  const auto read = dicom::SegmentationFile::parse(bytes, "a.dcm");
  return read ? "no fault" : read.error().reason;
}

using Values = std::vector<std::uint8_t>;

}  // namespace

TEST_CASE("a binary segmentation says of each frame its segment, image and pixels") {
  const std::string bytes = file_of({});
  const auto read = dicom::SegmentationFile::parse(bytes, "a.dcm");
  REQUIRE(read.has_value());
  REQUIRE(read->segments().size() == 2);
  CHECK(read->segments()[1].label == "Ground-glass opacity");
  REQUIRE(read->frames().size() == 2);
  CHECK(read->frames()[0].segment == 1);
  CHECK(read->frames()[0].sop_uid == "1.1");
  CHECK(read->frames()[0].frame.empty());
  CHECK(read->frames()[1].segment == 0);
  CHECK(read->frames()[1].sop_uid == "1.2");
  CHECK(read->frames()[1].frame == "7");
  const auto first = read->mask(0, 0.5);
  REQUIRE(first.has_value());
  CHECK(first->width == 3);
  CHECK(first->height == 2);
  CHECK(first->values == Values{1, 0, 1, 0, 1, 0});
  CHECK(read->mask(1, 0.5)->values == Values{0, 1, 1, 1, 1, 0});
}

TEST_CASE("a fractional segmentation is cut at a share of its maximum") {
  Parts parts;
  parts.type = "FRACTIONAL";
  parts.allocated = 8;
  parts.most = 200;
  parts.pixels = std::string("\x00\x01\x63\x64\xC8\xFF\x00\x00\x00\x00\x00\x64", 12);
  const std::string bytes = file_of(parts);
  const auto read = dicom::SegmentationFile::parse(bytes, "a.dcm");
  REQUIRE(read.has_value());
  CHECK(read->mask(0, 0.5)->values == Values{0, 0, 0, 1, 1, 1});
  CHECK(read->mask(0, 0)->values == Values{0, 1, 1, 1, 1, 1});
  CHECK(read->mask(0, 1)->values == Values{0, 0, 0, 0, 1, 1});
  CHECK(read->mask(1, 0.5)->values == Values{0, 0, 0, 0, 0, 1});
}

TEST_CASE("what all frames share stands once") {
  Parts parts;
  parts.shared = item(derived_from(reference("1.5")) + marks(2));
  parts.groups = item("") + item(marks(1));
  std::string bytes = file_of(parts);
  auto read = dicom::SegmentationFile::parse(bytes, "a.dcm");
  REQUIRE(read.has_value());
  CHECK(read->frames()[0].segment == 1);
  CHECK(read->frames()[1].segment == 0);
  CHECK(read->frames()[1].sop_uid == "1.5");

  parts.shared.clear();
  parts.groups = item(marks(1)) + item(marks(2));
  parts.series = item(sequence(8, 0x114A, reference("1.6")));
  bytes = file_of(parts);
  read = dicom::SegmentationFile::parse(bytes, "a.dcm");
  REQUIRE(read.has_value());
  CHECK(read->frames()[1].sop_uid == "1.6");
}

TEST_CASE("a segmentation that does not say what it marks has a reason") {
  CHECK(reason([](Parts&) {}) == "no fault");
  CHECK(reason([](Parts& p) { p.sop_class = "1.2.840.10008.5.1.4.1.1.1"; }) == "not a segmentation");
  CHECK(reason([](Parts& p) { p.type = "LABELMAP"; }) == "segmentation type is neither BINARY nor FRACTIONAL");
  CHECK(reason([](Parts& p) { p.type = "FRACTIONAL"; }) == "maximum fractional value is missing");
  CHECK(reason([](Parts& p) { p.allocated = 8; }) == "bits allocated does not fit the segmentation type");
  CHECK(reason([](Parts& p) { p.segments = segment(1, "A") + segment(1, "B"); }) ==
        "segment number is missing or stands twice");
  CHECK(reason([](Parts& p) { p.segments = segment(1, ""); }) ==
        "segment label is missing or not in its character set");
  CHECK(reason([](Parts& p) { p.frames = "3"; }) == "number of frames is not that of the functional groups");
  CHECK(reason([](Parts& p) { p.groups = item(derived_from(reference("1.1")) + marks(3)) + item(""); }) ==
        "a frame names no segment");
  CHECK(reason([](Parts& p) { p.groups = item(marks(1)) + item(marks(1)); }) == "a frame names no image");
  CHECK(reason([](Parts& p) {
          p.groups = item(marks(1)) + item(marks(1));
          p.series = item(sequence(8, 0x114A, reference("1.6") + reference("1.7")));
        }) == "a frame names no image");
  CHECK(reason([](Parts& p) {
          p.groups = item(marks(1) + derived_from(reference("1.6") + reference("1.7"))) + item("");
        }) == "a frame names several images");
  CHECK(reason([](Parts& p) { p.rows = 0; }) == "rows or columns are zero");
  CHECK(reason([](Parts& p) { p.rows = p.columns = 65535; }) == "more than 134217728 pixels");
  CHECK(reason([](Parts& p) { p.has_pixels = false; }) == "no pixel data");
  CHECK(dicom::SegmentationFile::parse("no file", "a.dcm").error().reason == "not a DICOM file");
}

TEST_CASE("a segmentation never makes pixels that its file does not hold") {
  Parts parts;
  parts.rows = parts.columns = 11585;
  const std::string bytes = file_of(parts);
  const auto read = dicom::SegmentationFile::parse(bytes, "a.dcm");
  REQUIRE(read.has_value());
  CHECK(read->mask(0, 0.5).error().reason == "pixel data shorter than its header says");
  CHECK(read->mask(1, 0.5).error().reason == "pixel data shorter than its header says");
  const std::string whole = file_of({});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string cut = whole.substr(0, size);
    const auto part = dicom::SegmentationFile::parse(cut, "a.dcm");
    if (part) CHECK_FALSE(part->mask(1, 0.5).has_value());
  }
}

TEST_CASE("a frame of very many images is refused at once") {
  Parts parts;
  std::string references;
  for (int i = 0; i < 100'000; ++i) references += reference("1." + std::to_string(i));
  parts.groups = item(derived_from(references) + marks(2)) + item(derived_from(reference("1.2")) + marks(1));
  const std::string bytes = file_of(parts);
  const auto start = std::chrono::steady_clock::now();
  const auto read = dicom::SegmentationFile::parse(bytes, "a.dcm");
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().reason == "a frame names several images");
  CHECK(seconds.count() < 2);
}
