// SPDX-License-Identifier: Apache-2.0
#include "dicom/jpeg_ls.hpp"

#include "catch.hpp"
#include "encode.hpp"
#include "sample.hpp"

#include <random>

using namespace cxrval;
using dicom::JpegFrame;

TEST_CASE("JPEG-LS gives back the words that went in, and nothing for another frame") {
  const image::Source source = sample::source(33, 20, GENERATE(8, 12, 16));
  const std::string code = encode::jpeg_ls(source);
  JpegFrame frame = dicom::jpeg_frame(code).value();
  CHECK(dicom::decode_jpeg_ls(code, frame).value() == source.samples);
  ++frame.rows;
  CHECK(dicom::decode_jpeg_ls(code, frame).error() == dicom::undecodable);
}

TEST_CASE("JPEG-LS of DCMTK's encoder gives the words that went in") {
  // By DCMTK 3.6.7 of sample::source(7, 6, 8) and of the signed sample::source(7, 6, 16, true).
  const bool narrow = GENERATE(true, false);
  const std::string path = std::string(CXRVAL_TEST_DATA) + (narrow ? "/dcmtk_8.jls" : "/dcmtk_16.jls");
  const std::string code = base::read_all(*base::open_source(path), 10000);
  const image::Source source = narrow ? sample::source(7, 6, 8) : sample::source(7, 6, 16, true);
  CHECK(dicom::decode_jpeg_ls(code, dicom::jpeg_frame(code).value()).value() == source.samples);
}

TEST_CASE("damage in a JPEG-LS codestream is refused or decoded, and never ends the program") {
  const int bits = GENERATE(8, 12, 16);
  const std::string sound = encode::jpeg_ls(sample::source(40, 30, bits));
  const JpegFrame frame = dicom::jpeg_frame(sound).value();
  std::mt19937 random(static_cast<unsigned>(bits));
  int refused = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string code = sound;
    for (unsigned flips = 1 + random() % 8; flips > 0; --flips) {
      code[2 + random() % (code.size() - 2)] = static_cast<char>(random());
    }
    const auto words = dicom::decode_jpeg_ls(code, frame);
    if (!words) ++refused;
    if (words) REQUIRE(words->size() == 1200);
  }
  CHECK(refused > 0);
  CHECK(refused < 3000);
}
