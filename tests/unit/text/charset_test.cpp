// SPDX-License-Identifier: Apache-2.0
#include "text/charset.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "text/normalize.hpp"

#include <algorithm>
#include <string>

using namespace cxrval;
using text::Decoding;

namespace {

// Gives at most `piece` bytes a read.
class Drip final : public base::ByteSource {
 public:
  Drip(std::string bytes, std::size_t piece) : bytes_(std::move(bytes)), piece_(piece) {}

  std::size_t read(char* buffer, std::size_t size) override {
    const std::size_t count = std::min({size, piece_, bytes_.size() - at_});
    std::copy_n(bytes_.data() + at_, count, buffer);
    at_ += count;
    return count;
  }
  const std::string& name() const override { return name_; }

 private:
  std::string bytes_;
  std::size_t piece_;
  std::size_t at_ = 0;
  std::string name_ = "drip";
};

std::string decoded(std::string_view bytes, std::string_view charset) {
  std::string utf8;
  REQUIRE(text::decode(bytes, charset, utf8) == Decoding::done);
  return utf8;
}

Decoding outcome(std::string_view bytes, std::string_view charset) {
  std::string utf8;
  return text::decode(bytes, charset, utf8);
}

std::string utf16(std::u16string_view text, bool big_endian) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit & 0xFF);
    bytes += big_endian ? std::string{high, low} : std::string{low, high};
  }
  return bytes;
}

std::string drained(base::ByteSource& source, std::size_t piece) {
  std::string all;
  std::string buffer(piece, '\0');
  while (const std::size_t count = source.read(buffer.data(), buffer.size())) all.append(buffer, 0, count);
  return all;
}

}  // namespace

TEST_CASE("windows-1258 gives letters and combining tones as they stand") {
  const std::string bytes =
      "Kh\xF4ng th\xE2\xECy tr\xE0n d\xF2"
      "ch, \xF0\xE1m m\xF5\xCC";
  const std::string expected = "Kh\u00F4ng th\u00E2\u0301y tr\u00E0n d\u0323ch, \u0111\u00E1m m\u01A1\u0300";
  CHECK(decoded("d\xF2", "windows-1258") == "d\u0323");
  CHECK(decoded(bytes, "windows-1258") == expected);
  CHECK(decoded(bytes, "WINDOWS-1258") == expected);
  CHECK(decoded(bytes, "cp1258") == expected);
  CHECK(text::normalized(decoded("ph\xF4\xD2i", "windows-1258")) == "phổi");
  CHECK(outcome("a\xD2z", "windows-1258") == Decoding::done);
}

TEST_CASE("UTF-16 is little-endian unless its mark or its name says otherwise, and the mark is dropped") {
  const std::u16string text = u"<a>phổi \U0001F4C4</a>";
  const std::string expected = "<a>phổi \U0001F4C4</a>";
  CHECK(decoded(utf16(text, false), "utf-16") == expected);
  CHECK(decoded("\xFF\xFE" + utf16(text, false), "UTF-16") == expected);
  CHECK(decoded("\xFE\xFF" + utf16(text, true), "utf-16") == expected);
  CHECK(decoded(utf16(text, false), "UTF-16LE") == expected);
  CHECK(decoded(utf16(text, true), "utf-16be") == expected);
  CHECK(decoded("\xFE\xFF", "utf-16").empty());
  CHECK(decoded("", "utf-16").empty());
}

TEST_CASE("an odd byte and unpaired surrogates are malformed UTF-16") {
  const std::string high = utf16(u"\xD83D", false);
  const std::string low = utf16(u"\xDCC4", false);
  const std::string letter = utf16(u"a", false);
  for (const char* charset : {"utf-16", "utf-16le"}) {
    CAPTURE(charset);
    CHECK(outcome("a", charset) == Decoding::malformed);
    CHECK(outcome(letter + "b", charset) == Decoding::malformed);
    CHECK(outcome(high, charset) == Decoding::malformed);
    CHECK(outcome(high + letter, charset) == Decoding::malformed);
    CHECK(outcome(high + high + low, charset) == Decoding::malformed);
    CHECK(outcome(letter + low, charset) == Decoding::malformed);
    CHECK(outcome(high + low, charset) == Decoding::done);
    CHECK(outcome(high + low.substr(0, 1), charset) == Decoding::malformed);
  }
}

TEST_CASE("bytes that a charset does not have are told and not replaced") {
  CHECK(outcome("ph\xE1\xBB", "utf-8") == Decoding::malformed);
  CHECK(outcome("\xED\xA0\x80", "utf-8") == Decoding::malformed);
  CHECK(outcome("a\xFF", "us-ascii") == Decoding::malformed);
  CHECK(outcome("\x81\xFF", "shift_jis") != Decoding::done);
  CHECK(decoded("\xE9", "iso-8859-1") == "é");
  CHECK(decoded("phổi", "UTF8") == "phổi");
}

TEST_CASE("charsets that do not begin like ASCII or UTF-16, or that have states, are unknown") {
  for (const char* name : {"", "-", "x-none", "ibm037", "ebcdic-cp-us", "utf-7", "utf-32", "iso-2022-jp", "hz-gb-2312",
                           "scsu", "bocu-1", "../../etc/passwd", "utf-8,version=1", "windows-1258\n",
                           "a name that is far longer than any name of a charset"}) {
    CAPTURE(name);
    CHECK(outcome("<?xml", name) == Decoding::unknown_charset);
    Drip source("<?xml", 5);
    CHECK_THROWS_AS(text::decoding_source(source, name), base::Error);
  }
}

TEST_CASE("a decoding source gives the same in pieces of any size") {
  std::u16string long_text;
  std::string expected;
  for (int i = 0; i < 20000; ++i) {
    long_text += u"\U0001F4C4ổa";
    expected += "\U0001F4C4ổa";
  }
  for (const bool big_endian : {false, true}) {
    const std::string bytes = (big_endian ? "\xFE\xFF" : "\xFF\xFE") + utf16(long_text, big_endian);
    for (const std::size_t piece : {1, 2, 3, 4096, 1 << 20}) {
      Drip source(bytes, piece);
      const auto decoding = text::decoding_source(source, "utf-16");
      CHECK(drained(*decoding, piece) == expected);
      CHECK(decoding->name() == "drip");
      CHECK(drained(*decoding, piece).empty());
    }
  }
  Drip vietnamese("th\xE2\xECy", 1);
  CHECK(drained(*text::decoding_source(vietnamese, "windows-1258"), 1) == "th\u00E2\u0301y");
}

TEST_CASE("a decoding source gives what stands before malformed bytes and then fails for good") {
  Drip source(utf16(u"ab\xD83D"
                    u"c",
                    false),
              1);
  const auto decoding = text::decoding_source(source, "utf-16le");
  std::string buffer(16, '\0');
  std::string all;
  const auto read = [&] {
    const std::size_t count = decoding->read(buffer.data(), buffer.size());
    all.append(buffer, 0, count);
    return count;
  };
  CHECK(read() == 1);
  CHECK(read() == 1);
  CHECK(all == "ab");
  CHECK_THROWS_WITH(read(), "drip: holds bytes that are no text of its character set");
  CHECK_THROWS_AS(read(), base::Error);
}
