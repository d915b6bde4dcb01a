// SPDX-License-Identifier: Apache-2.0
#include "dicom/image.hpp"

#include "catch.hpp"
#include "encode.hpp"
#include "sample.hpp"

#include <array>
#include <functional>
#include <numeric>

using namespace cxrval;
using sample::Bytes;

namespace {

enum class Table { none, basic, extended, wrong };

constexpr std::size_t frame_count = 3;

std::vector<image::Source> sources(int bits) {
  std::vector<image::Source> made;
  for (unsigned i = 0; i < frame_count; ++i) made.push_back(sample::source(24, 17, bits, false, i + 1));
  return made;
}

// Codestreams cut into pieces of `piece` bytes (0: whole), under any kind of offset table.
std::string multi_frame(const std::string& uid, const std::vector<std::string>& codes, std::size_t piece, Table table,
                        const std::string& frames = "3") {
  Bytes items;
  std::vector<std::uint32_t> offsets;
  std::vector<std::uint32_t> lengths;
  for (std::string code : codes) {
    if (code.size() % 2 != 0) code += '\0';
    offsets.push_back(static_cast<std::uint32_t>(items.str().size()) + (table == Table::wrong ? 2 : 0));
    lengths.push_back(static_cast<std::uint32_t>(code.size()));
    const std::size_t step = piece == 0 ? code.size() : piece;
    for (std::size_t at = 0; at < code.size(); at += step) {
      const std::string part = code.substr(at, step);
      items.head(0xFFFE, 0xE000, "", static_cast<std::uint32_t>(part.size())).raw(part);
    }
  }
  Bytes data;
  data.text(0x28, 0x08, "IS", frames);
  sample::put_shape(data, {17, 24, 16, 12, 11});
  const auto longs = [&](unsigned element, const std::vector<std::uint32_t>& values) {
    data.word(0x7FE0).word(element).raw("OV").word(0).long_word(static_cast<std::uint32_t>(8 * values.size()));
    for (const std::uint32_t value : values) data.long_word(value).long_word(0);
  };
  if (table == Table::extended) {
    longs(0x0001, offsets);
    longs(0x0002, lengths);
  }
  data.head(0x7FE0, 0x10, "OB", 0xFFFFFFFF);
  if (table == Table::none || table == Table::extended) {
    data.head(0xFFFE, 0xE000, "", 0);
  } else {
    data.head(0xFFFE, 0xE000, "", static_cast<std::uint32_t>(4 * offsets.size()));
    for (const std::uint32_t offset : offsets) data.long_word(offset);
  }
  return sample::file(uid, data.raw(items.str()).head(0xFFFE, 0xE0DD, "", 0).str());
}

std::string reason(const std::string& bytes, int index) {
  const auto file = dicom::ImageFile::parse(bytes, "a.dcm");
  REQUIRE(file);
  const auto frame = file->frame(index);
  return frame ? "read" : frame.error().reason;
}

void check_frames(const std::string& bytes, const std::vector<image::Source>& expected) {
  const sample::TemporaryFile on_disk("a.dcm", bytes);
  const auto memory = dicom::ImageFile::parse(bytes, "a.dcm");
  const auto file = dicom::ImageFile::open(on_disk.path(), "a.dcm");
  REQUIRE(memory);
  REQUIRE(file);
  REQUIRE(memory->frames() == static_cast<int>(expected.size()));
  for (const std::size_t index : {2U, 0U, 1U, 2U}) {
    for (const dicom::ImageFile* one : {&*memory, &*file}) {
      const auto frame = one->frame(static_cast<int>(index));
      REQUIRE(frame);
      CHECK(frame->samples == expected[index].samples);
    }
  }
  CHECK(memory->frame(-1).error().reason == "no such frame");
  CHECK(memory->frame(3).error().reason == "no such frame");
}

struct Codec {
  std::string uid;
  std::function<std::string(const image::Source&)> encode;
};

const std::array<Codec, 3> codecs = {
    {{"1.2.840.10008.1.2.4.90", [](const image::Source& source) { return encode::jpeg2000(source); }},
     {"1.2.840.10008.1.2.4.80", [](const image::Source& source) { return encode::jpeg_ls(source); }},
     {"1.2.840.10008.1.2.4.70", [](const image::Source& source) { return encode::jpeg_lossless(source, 1); }}}};

}  // namespace

TEST_CASE("every frame of a multi-frame file is had, whatever its fragments and offset tables") {
  const Codec& codec = codecs[static_cast<std::size_t>(GENERATE(0, 1, 2))];
  const std::vector<image::Source> expected = sources(12);
  std::vector<std::string> codes;
  for (const image::Source& source : expected) codes.push_back(codec.encode(source));
  const Table table = GENERATE(Table::none, Table::basic, Table::extended, Table::wrong);
  const std::size_t piece = GENERATE(0U, 64U, 100U);
  CAPTURE(codec.uid, static_cast<int>(table), piece);
  const std::string bytes = multi_frame(codec.uid, codes, piece, table);
  check_frames(bytes, expected);
  const auto file = dicom::ImageFile::parse(bytes, "a.dcm");
  REQUIRE(file->frame(0));
  CHECK(file->warnings().empty() == (table != Table::wrong));
}

TEST_CASE("RLE frames are one fragment each") {
  const std::vector<image::Source> expected = sources(12);
  std::vector<std::string> codes;
  for (const image::Source& source : expected) codes.push_back(encode::rle(source));
  check_frames(multi_frame("1.2.840.10008.1.2.5", codes, 0, GENERATE(Table::none, Table::basic)), expected);
  CHECK(reason(multi_frame("1.2.840.10008.1.2.5", codes, 64, Table::none), 0) ==
        "number of frames is not what its header says");
}

TEST_CASE("a number of frames that the fragments do not have is refused") {
  const std::vector<image::Source> expected = sources(12);
  std::vector<std::string> codes;
  for (const image::Source& source : expected) codes.push_back(encode::jpeg2000(source));
  const std::string frames = GENERATE("2", "4", "2147483647");
  const Table table = GENERATE(Table::none, Table::basic);
  CHECK(reason(multi_frame("1.2.840.10008.1.2.4.90", codes, 64, table, frames), 0) ==
        "number of frames is not what its header says");
  CHECK(reason(multi_frame("1.2.840.10008.1.2.4.90", codes, 0, table, frames), 0) ==
        "number of frames is not what its header says");
  CHECK(reason(multi_frame("1.2.840.10008.1.2.4.90", codes, 0, Table::basic, "1"), 0) ==
        "number of frames is not what its header says");
}

TEST_CASE("a header cannot make up frames: they are counted before any is decoded") {
  const auto each_of = [](const std::string& bytes) {
    const base::Result<dicom::ImageFile> file = dicom::ImageFile::parse(bytes, "x.dcm");
    REQUIRE(file);
    const base::Result<dicom::FrameRange> range = file->frames(dicom::FrameChoice::parse("each"));
    return range ? std::to_string(range->begin) + "-" + std::to_string(range->end) : range.error().reason;
  };
  const std::vector<std::string> codes(3, encode::jpeg2000(sample::source(24, 17, 12)));
  CHECK(each_of(multi_frame("1.2.840.10008.1.2.4.90", codes, 0, Table::none)) == "0-3");
  CHECK(each_of(multi_frame("1.2.840.10008.1.2.4.90", codes, 0, Table::none, "2147483647")) ==
        "number of frames is not what its header says");
  CHECK(each_of(multi_frame("1.2.840.10008.1.2.4.110", codes, 0, Table::none, "2147483647")) ==
        "unsupported transfer syntax: JPEG XL Lossless");
  const auto native = [](const char* frames, std::uint32_t claimed) {
    Bytes data;
    data.text(0x28, 0x08, "IS", frames);
    sample::put_shape(data, {1, 1, 16, 12, 11});
    data.head(0x7FE0, 0x10, "OW", claimed).raw("abcdef");
    return sample::file(sample::explicit_le, data.str());
  };
  CHECK(each_of(native("3", 6)) == "0-3");
  CHECK(each_of(native("3", 4)) == "pixel data shorter than its header says");
  CHECK(each_of(native("2147483647", 0xFFFFFFFE)) == "pixel data shorter than its header says");
}

TEST_CASE("native frames stand one behind the other") {
  const bool big = GENERATE(false, true);
  const int allocated = GENERATE(8, 16);
  const char* vr = GENERATE("OW", "OB");
  CAPTURE(big, allocated, vr);
  if (allocated == 16 && std::string(vr) == "OB") return;
  // Frames of 15 pixels: with 8 bits every second one begins inside a word.
  std::vector<image::Source> expected;
  for (unsigned i = 0; i < frame_count; ++i)
    expected.push_back(sample::source(5, 3, allocated == 8 ? 8 : 12, false, i));
  Bytes pixels(true, big);
  std::vector<std::uint16_t> all;
  for (const image::Source& source : expected) all.insert(all.end(), source.samples.begin(), source.samples.end());
  if (allocated == 8 && all.size() % 2 != 0) all.push_back(0);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (allocated == 16) {
      pixels.word(all[i]);
    } else {
      const std::size_t from = big && std::string(vr) == "OW" ? i ^ 1U : i;
      pixels.raw(std::string(1, static_cast<char>(all[from])));
    }
  }
  Bytes data(true, big);
  data.text(0x28, 0x08, "IS", "3");
  sample::put_shape(data, {3, 5, allocated, allocated == 8 ? 8 : 12, allocated == 8 ? 7 : 11});
  data.head(0x7FE0, 0x10, vr, static_cast<std::uint32_t>(pixels.str().size())).raw(pixels.str());
  const std::string uid = big ? sample::explicit_be : sample::explicit_le;
  check_frames(sample::file(uid, data.str()), expected);
  const std::string cut = sample::file(uid, data.str()).substr(0, sample::file(uid, data.str()).size() - 2);
  CHECK(reason(cut, 0) == "read");
  CHECK(reason(cut, 2) == "pixel data shorter than its header says");
}
