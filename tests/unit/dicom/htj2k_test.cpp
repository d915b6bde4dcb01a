// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "dicom/image.hpp"
#include "sample.hpp"

#include <algorithm>
#include <cstdlib>

using namespace cxrval;

namespace {

// By data/make_htj2k.py, as the words below.
std::string codestream(const std::string& name) {
  return base::read_all(*base::open_source(std::string(CXRVAL_TEST_DATA) + "/ht_" + name + ".j2c"), 100000);
}

image::Source expected(int bits) {
  image::Source made;
  made.width = 37;
  made.height = 26;
  made.bits_stored = bits;
  const int most = (1 << bits) - 1;
  for (int i = 0; i < made.width * made.height; ++i) {
    const int x = i % made.width;
    const int y = i / made.width;
    const int end = i % 2 == 0 ? 0 : most;
    const int slope = most / 4 + (37 * x + 53 * y + x * y % 7) * most / 8192;
    made.samples.push_back(static_cast<std::uint16_t>(i % 29 == 0 ? end : slope));
  }
  return made;
}

image::Source signed_words() {
  image::Source made = expected(12);
  made.is_signed = true;
  for (std::uint16_t& word : made.samples) word = static_cast<std::uint16_t>(word - 2048);
  return made;
}

// A file with the codestream in fragments of `piece` bytes (0: one).
std::string file_of(const std::string& uid, std::string code, const image::Source& source, std::size_t piece) {
  sample::Bytes data;
  sample::put_shape(data, {source.height, source.width, source.bits_stored <= 8 ? 8 : 16, source.bits_stored,
                           source.bits_stored - 1, source.is_signed})
      .head(0x7FE0, 0x10, "OB", 0xFFFFFFFF)
      .head(0xFFFE, 0xE000, "", 0);
  if (code.size() % 2 != 0) code += '\0';
  const std::size_t step = piece == 0 ? code.size() : piece;
  for (std::size_t at = 0; at < code.size(); at += step) {
    const std::string part = code.substr(at, step);
    data.head(0xFFFE, 0xE000, "", static_cast<std::uint32_t>(part.size())).raw(part);
  }
  return sample::file(uid, data.head(0xFFFE, 0xE0DD, "", 0).str());
}

struct Decoded {
  image::Source source;
  std::vector<std::string_view> warnings;
};

Decoded decoded(const std::string& bytes) {
  const auto file = dicom::ImageFile::parse(bytes, "a.dcm");
  REQUIRE(file);
  const auto source = file->frame(0);
  if (!source) FAIL(source.error().reason);
  return {*source, file->warnings()};
}

const char* const lossless = "1.2.840.10008.1.2.4.201";
const char* const progressive = "1.2.840.10008.1.2.4.202";
const char* const any = "1.2.840.10008.1.2.4.203";

}  // namespace

TEST_CASE("reversible High-Throughput JPEG 2000 gives back the words that went in") {
  const int bits = GENERATE(8, 12, 16);
  const auto [uid, kind] = GENERATE(std::pair(lossless, "reversible"), std::pair(lossless, "tiles"),
                                    std::pair(progressive, "rpcl"), std::pair(any, "reversible"));
  const std::size_t piece = GENERATE(0U, 2U, 100U, 1000U);
  CAPTURE(bits, uid, kind, piece);
  const image::Source source = expected(bits);
  const Decoded back = decoded(file_of(uid, codestream(std::to_string(bits) + "_" + kind), source, piece));
  CHECK(back.source.samples == source.samples);
  CHECK(back.source.bits_stored == bits);
  CHECK_FALSE(back.source.is_signed);
  CHECK(back.warnings.empty());
}

TEST_CASE("codestreams of odd length are among the High-Throughput ones") {
  CHECK(codestream("8_reversible").size() % 2 == 1);
}

TEST_CASE("signed High-Throughput JPEG 2000 keeps its sign") {
  const image::Source source = signed_words();
  // A signed sample is coded as it is, an unsigned one less half its range (ITU-T T.800 G.1): only SIZ tells them
  // apart.
  std::string code = codestream("12_reversible");
  constexpr std::size_t precision_and_sign = 42;
  REQUIRE(code[precision_and_sign] == 11);
  code[precision_and_sign] = static_cast<char>(0x80 | 11);
  const Decoded back = decoded(file_of(lossless, code, source, 0));
  CHECK(back.source.samples == source.samples);
  CHECK(back.source.is_signed);
  CHECK(back.warnings.empty());
}

TEST_CASE("irreversible High-Throughput JPEG 2000 is off by no more than its encoder's own decoder, and rounding") {
  const int bits = GENERATE(8, 12, 16);
  const std::size_t piece = GENERATE(0U, 100U);
  const image::Source source = expected(bits);
  const Decoded back = decoded(file_of(any, codestream(std::to_string(bits) + "_irreversible"), source, piece));
  int most = 0;
  for (std::size_t i = 0; i < source.samples.size(); ++i) {
    most = std::max(most, std::abs(back.source.samples[i] - source.samples[i]));
  }
  CHECK(most <= 2);
  CHECK(back.source.bits_stored == bits);
}

TEST_CASE("a High-Throughput codestream cut anywhere is refused") {
  const std::string kind = GENERATE("12_reversible", "12_tiles", "12_irreversible");
  const std::string code = codestream(kind);
  const image::Source source = expected(12);
  for (std::size_t size = 0; size + 3 < code.size(); size += 7) {
    CAPTURE(kind, size);
    CHECK_FALSE(sample::first_frame(file_of(any, code.substr(0, size), source, 0)));
    CHECK_FALSE(sample::first_frame(file_of(any, code.substr(0, size) + "\xFF\xD9", source, 0)));
  }
}

TEST_CASE("no byte of a High-Throughput codestream ends the program") {
  // OpenJPEG 2.5.0 asserts about coded bytes that follow 0xFF.
  const std::string code = codestream("8_reversible");
  const image::Source source = expected(8);
  int refused = 0;
  for (std::size_t at = 100; at + 2 < code.size(); at += 2) {
    std::string changed = code;
    changed.replace(at, 2, "\xFF\xF0");
    refused += sample::first_frame(file_of(lossless, changed, source, 0)) ? 0 : 1;
  }
  CHECK(refused > 0);
}

TEST_CASE("frames of High-Throughput JPEG 2000 in several fragments are had without an offset table") {
  const image::Source source = expected(12);
  sample::Bytes data;
  data.text(0x28, 0x08, "IS", "2");
  sample::put_shape(data, {source.height, source.width, 16, 12, 11})
      .head(0x7FE0, 0x10, "OB", 0xFFFFFFFF)
      .head(0xFFFE, 0xE000, "", 0);
  for (const char* name : {"12_reversible", "12_tiles"}) {
    std::string code = codestream(name);
    if (code.size() % 2 != 0) code += '\0';
    for (std::size_t at = 0; at < code.size(); at += 512) {
      const std::string part = code.substr(at, 512);
      data.head(0xFFFE, 0xE000, "", static_cast<std::uint32_t>(part.size())).raw(part);
    }
  }
  const std::string bytes = sample::file(lossless, data.head(0xFFFE, 0xE0DD, "", 0).str());
  const auto file = dicom::ImageFile::parse(bytes, "a.dcm");
  REQUIRE(file);
  REQUIRE(file->frames() == 2);
  for (const int index : {1, 0}) {
    const auto frame = file->frame(index);
    REQUIRE(frame);
    CHECK(frame->samples == source.samples);
  }
}
