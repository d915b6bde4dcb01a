// SPDX-License-Identifier: Apache-2.0
#include "dicom/pixel_layout.hpp"

#include "catch.hpp"

#include <cstdint>
#include <random>
#include <string>

using namespace cxrval;
using dicom::Coded;
using dicom::Layout;

namespace {

using Words = std::vector<std::uint16_t>;

struct Told {
  image::Source source;
  std::string doubts;
};

Told reconciled(const Layout& layout, const Coded& coded) {
  Told told;
  for (const std::string_view word : dicom::reconcile(layout, coded, told.source)) {
    told.doubts += (told.doubts.empty() ? "" : " ") + std::string(word);
  }
  return told;
}

Layout header(int stored, bool is_signed, int allocated = 16) {
  return {{1, 1, allocated}, stored, stored - 1, is_signed};
}

Coded wavelets(const Words& words, int precision, bool is_signed, bool lossy = false) {
  return {words, precision, is_signed, true, lossy, false};
}

}  // namespace

TEST_CASE("stored bits are kept as a slow walk over the bits keeps them") {
  std::mt19937 random(3);
  for (int round = 0; round < 2000; ++round) {
    Layout layout;
    layout.frame.bits_allocated = random() % 2 == 0 ? 8 : 16;
    layout.bits_stored = 1 + static_cast<int>(random() % static_cast<unsigned>(layout.frame.bits_allocated));
    const auto room = static_cast<unsigned>(layout.frame.bits_allocated - layout.bits_stored + 1);
    layout.high_bit = layout.bits_stored - 1 + static_cast<int>(random() % room);
    layout.is_signed = random() % 2 == 0;
    const auto word = static_cast<std::uint16_t>(random() & (layout.frame.bits_allocated == 8 ? 0xFFU : 0xFFFFU));
    int value = 0;
    for (int bit = 0; bit < layout.bits_stored; ++bit) {
      const int place = layout.high_bit + 1 - layout.bits_stored + bit;
      const bool last = bit + 1 == layout.bits_stored;
      if ((word >> place & 1) != 0) value += last && layout.is_signed ? -(1 << bit) : 1 << bit;
    }
    Words words = {word};
    dicom::keep_stored_bits(layout, words);
    CHECK(words.front() == static_cast<std::uint16_t>(value));
  }
}

TEST_CASE("a JPEG 2000 codestream that agrees with its header raises no doubt") {
  const Told told = reconciled(header(12, true), wavelets({0xF800, 0x07FF}, 12, true));
  CHECK(told.source.samples == Words{0xF800, 0x07FF});
  CHECK(told.source.bits_stored == 12);
  CHECK(told.doubts.empty());
}

TEST_CASE("of two bit depths the lesser holds where all values fit it") {
  const Told narrow = reconciled(header(16, true), wavelets({0xE000, 0x1FFF}, 14, true));
  CHECK(narrow.source.bits_stored == 14);
  CHECK(narrow.doubts == "codestream_bits_differ");
  const Told wide = reconciled(header(12, false), wavelets({0, 4095}, 16, false));
  CHECK(wide.source.bits_stored == 12);
  CHECK(wide.source.samples == Words{0, 4095});
  CHECK(wide.doubts == "codestream_bits_differ");
}

TEST_CASE("values wider than bits stored are kept and widen it") {
  const Told told = reconciled(header(12, false), wavelets({0, 20000}, 16, false));
  CHECK(told.source.samples == Words{0, 20000});
  CHECK(told.source.bits_stored == 16);
  CHECK(told.doubts == "codestream_bits_differ");
  const Told far = reconciled(header(12, false), wavelets({0, 4352}, 16, false, true));
  CHECK(far.source.bits_stored == 16);
}

TEST_CASE("a lossy codec's overshoot is clamped to the range of bits stored") {
  const Told up = reconciled(header(12, false), wavelets({0, 4100}, 16, false, true));
  CHECK(up.source.samples == Words{0, 4095});
  CHECK(up.source.bits_stored == 12);
  CHECK(up.doubts == "codestream_bits_differ codestream_values_clamped");
  const Told down = reconciled(header(12, true), wavelets({0xF7F0, 5}, 16, true, true));
  CHECK(down.source.samples == Words{0xF800, 5});
  CHECK(down.source.is_signed);
}

TEST_CASE("unsigned codestreams under a signed header are two's complement") {
  const Told told = reconciled(header(13, true), wavelets({0x1FFF, 0x0FFF}, 13, false));
  CHECK(told.source.samples == Words{0xFFFF, 0x0FFF});
  CHECK(told.source.is_signed);
  CHECK(told.source.bits_stored == 13);
  CHECK(told.doubts == "codestream_sign_differs");
}

TEST_CASE("two's complement wider than bits stored loses its extension, never a value") {
  const Told extended = reconciled(header(12, true), wavelets({0xF800, 0x07FF}, 16, false));
  CHECK(extended.source.samples == Words{0xF800, 0x07FF});
  CHECK(extended.source.bits_stored == 12);
  const Told bare = reconciled(header(12, true), wavelets({0x0800, 0x07FF}, 16, false));
  CHECK(bare.source.samples == Words{0xF800, 0x07FF});
  CHECK(bare.source.bits_stored == 12);
  const Told wider = reconciled(header(12, true), wavelets({0x1234, 0x2FFF}, 14, false));
  CHECK(wider.source.samples == Words{0x1234, 0xEFFF});
  CHECK(wider.source.bits_stored == 14);
  CHECK(wider.doubts == "codestream_bits_differ codestream_sign_differs");
}

TEST_CASE("signed codestreams under an unsigned header are signed when a value is negative") {
  const Told negative = reconciled(header(12, false), wavelets({0xFFFF, 7}, 12, true));
  CHECK(negative.source.is_signed);
  CHECK(negative.source.samples == Words{0xFFFF, 7});
  CHECK(negative.doubts == "codestream_sign_differs");
  const Told positive = reconciled(header(12, false), wavelets({4000, 7}, 13, true));
  CHECK_FALSE(positive.source.is_signed);
  CHECK(positive.source.bits_stored == 12);
}

TEST_CASE("lossless JPEG of whole words keeps the stored bits, lossy JPEG its values") {
  const Coded whole{{0xF801, 0x0FFF}, 16, false, false, false, false};
  CHECK(reconciled(header(12, false), whole).source.samples == Words{0x0801, 0x0FFF});
  CHECK(reconciled(header(12, true), whole).source.samples == Words{0xF801, 0xFFFF});
  const Coded lossy{{1030, 5}, 12, false, false, true, false};
  const Told told = reconciled(header(10, false), lossy);
  CHECK(told.source.samples == Words{1023, 5});
  CHECK(told.doubts == "codestream_values_clamped");
}
