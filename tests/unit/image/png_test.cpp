// SPDX-License-Identifier: Apache-2.0
#include "image/png.hpp"

#include "base/error.hpp"
#include "catch.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

using namespace cxrval;

namespace {

class TextSink : public base::ByteSink {
 public:
  explicit TextSink(std::size_t room = std::numeric_limits<std::size_t>::max()) : room_(room) {}
  void write(std::string_view bytes) override {
    if (text.size() + bytes.size() > room_) throw base::Error("no space left");
    text += bytes;
  }
  void flush() override {}
  void close() override {}

  std::string text;

 private:
  std::size_t room_;
};

}  // namespace

TEST_CASE("a PNG has the size and depth it was asked for, and no time") {
  const image::PngDepth depth = GENERATE(image::PngDepth::bits8, image::PngDepth::bits16);
  const image::Plane plane{3, 2, {0, 0.5F, 1, 2, -1, std::nanf("")}};
  TextSink sink;
  image::write_png(plane, depth, sink);
  REQUIRE(sink.text.size() > 33);
  CHECK(sink.text.substr(0, 8) == "\x89PNG\r\n\x1A\n");
  const std::string header = sink.text.substr(16, 10);
  CHECK(header == std::string("\0\0\0\3\0\0\0\2", 8) + (depth == image::PngDepth::bits8 ? '\x08' : '\x10') + '\0');
  CHECK(sink.text.find("tIME") == std::string::npos);
  CHECK(sink.text.find("IEND") != std::string::npos);
  TextSink again;
  image::write_png(plane, depth, again);
  CHECK(again.text == sink.text);
}

TEST_CASE("a sink that is full ends a PNG with its own error") {
  const image::Plane plane{3, 2, {0, 0.5F, 1, 2, -1, 0}};
  TextSink sink(40);
  CHECK_THROWS_WITH(image::write_png(plane, image::PngDepth::bits8, sink), "no space left");
}

TEST_CASE("a PNG needs pixels") {
  TextSink sink;
  CHECK_THROWS_AS(image::write_png(image::Plane{}, image::PngDepth::bits8, sink), std::logic_error);
  CHECK_THROWS_AS(image::write_png(image::Plane{2, 2, {0}}, image::PngDepth::bits8, sink), std::logic_error);
}
