// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "dicom/image.hpp"
#include "encode.hpp"
#include "sample.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <map>

using namespace cxrval;

namespace {

struct Cost {
  double seconds = 0;
  double mebibytes = 0;  // that the process grew by
  bool refused = false;
};

double resident_peak() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// In a process of its own, whose peak of memory is nobody else's.
Cost cost_of(const std::string& bytes) {
  std::array<int, 2> pipe{};
  REQUIRE(::pipe(pipe.data()) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const double before = resident_peak();
    const auto start = std::chrono::steady_clock::now();
    Cost cost;
    cost.refused = !sample::first_frame(bytes);
    cost.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    cost.mebibytes = resident_peak() - before;
    const bool written = ::write(pipe[1], &cost, sizeof cost) == sizeof cost;
    ::_exit(written ? 0 : 1);
  }
  ::close(pipe[1]);
  Cost cost;
  const bool read = ::read(pipe[0], &cost, sizeof cost) == sizeof cost;
  ::close(pipe[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(read);
  REQUIRE(status == 0);
  return cost;
}

void check_cheap(const std::string& what, const std::string& bytes) {
  INFO(what);
  const Cost cost = cost_of(bytes);
  CHECK(cost.refused);
  CHECK(cost.seconds < 1);
  CHECK(cost.mebibytes < 100);
}

std::string with_items(const std::string& uid, const std::string& items, const sample::Shape& shape) {
  sample::Bytes data;
  sample::put_shape(data, shape).head(0x7FE0, 0x10, "OB", 0xFFFFFFFF);
  return sample::file(uid, data.raw(items).str());
}

std::string encapsulated(const std::string& uid, const std::string& code, int rows, int columns, int allocated = 16) {
  sample::Bytes items;
  const std::string even = code.size() % 2 == 0 ? code : code + '\0';
  items.head(0xFFFE, 0xE000, "", 0).head(0xFFFE, 0xE000, "", static_cast<std::uint32_t>(even.size())).raw(even);
  items.head(0xFFFE, 0xE0DD, "", 0);
  return with_items(uid, items.str(), {rows, columns, allocated, allocated, allocated - 1});
}

std::string big_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = bytes; i-- > 0;) text += static_cast<char>(value >> (8 * i) & 0xFF);
  return text;
}

struct Wavelets {
  std::uint32_t width = 8;
  std::uint32_t height = 8;
  std::uint32_t tile_width = 8;
  std::uint32_t tile_height = 8;
  unsigned layers = 1;
  unsigned levels = 5;
  unsigned code_block = 4;  // 2^(n + 2) pixels
  int precincts = -1;       // 2^n pixels, or the whole
};

// A codestream of headers and one empty tile-part.
std::string codestream(const Wavelets& it) {
  const std::string size = big_endian(0, 2) + big_endian(it.width, 4) + big_endian(it.height, 4) + big_endian(0, 8) +
                           big_endian(it.tile_width, 4) + big_endian(it.tile_height, 4) + big_endian(0, 8) +
                           big_endian(1, 2) + big_endian(15, 1) + big_endian(1, 1) + big_endian(1, 1);
  std::string style = big_endian(it.precincts < 0 ? 0 : 1, 1) + big_endian(0, 1) + big_endian(it.layers, 2) +
                      big_endian(0, 1) + big_endian(it.levels, 1) + big_endian(it.code_block, 1) +
                      big_endian(it.code_block, 1) + big_endian(0, 1) + big_endian(1, 1);
  if (it.precincts >= 0) style += std::string(it.levels + 1, static_cast<char>(it.precincts * 17));
  std::string quantisation = big_endian(0x40, 1);
  for (unsigned i = 0; i < 3 * it.levels + 1; ++i) quantisation += big_endian(0x80, 1);
  const auto segment = [](unsigned marker, const std::string& body) {
    return big_endian(marker, 2) + big_endian(body.size() + 2, 2) + body;
  };
  const std::string data(64, '\0');
  return big_endian(0xFF4F, 2) + segment(0xFF51, size) + segment(0xFF52, style) + segment(0xFF5C, quantisation) +
         segment(0xFF90, big_endian(0, 2) + big_endian(14 + data.size(), 4) + big_endian(0, 1) + big_endian(1, 1)) +
         big_endian(0xFF93, 2) + data + big_endian(0xFFD9, 2);
}

}  // namespace

TEST_CASE("hostile headers cost less than a second and 100 MB") {
  const std::map<std::string, std::string> syntaxes = {
      {"native", "1.2.840.10008.1.2.1"},      {"rle", "1.2.840.10008.1.2.5"},
      {"jpeg", "1.2.840.10008.1.2.4.70"},     {"jpeg_ls", "1.2.840.10008.1.2.4.80"},
      {"jpeg2000", "1.2.840.10008.1.2.4.90"}, {"htj2k", "1.2.840.10008.1.2.4.201"}};
  for (const auto& [name, uid] : syntaxes) {
    check_cheap(name + ", 65535 x 65535", encapsulated(uid, "few bytes", 65535, 65535));
    check_cheap(name + ", 65535 x 2047", encapsulated(uid, "few bytes", 65535, 2047));
    check_cheap(name + ", no rows", encapsulated(uid, "few bytes", 0, 100));
    check_cheap(name + ", no fragment", encapsulated(uid, "", 100, 100));
  }
  sample::Bytes data;
  sample::put_shape(data, {60000, 2000}).head(0x7FE0, 0x10, "OW", 240000000).raw("few bytes");
  check_cheap("native, 240 MB claimed", sample::file(sample::explicit_le, data.str()));
  sample::Bytes frames;
  frames.text(0x28, 8, "IS", "2000000000");
  sample::put_shape(frames, {1, 2}).head(0x7FE0, 0x10, "OW", 0xFFFFFFFE).raw("few bytes");
  check_cheap("native, frames claimed", sample::file(sample::explicit_le, frames.str()));
}

TEST_CASE("hostile codestreams cost less than a second and 100 MB") {
  const std::string uid = "1.2.840.10008.1.2.4.90";
  const auto bomb = [&](const std::string& what, const Wavelets& it) {
    check_cheap(what, encapsulated(uid, codestream(it), static_cast<int>(it.height), static_cast<int>(it.width)));
  };
  bomb("rows and columns", {65535, 2047, 65535, 2047});
  bomb("tiles", {2048, 2048, 1, 1});
  bomb("precincts", {2048, 2048, 2048, 2048, 1, 5, 4, 0});
  bomb("code-blocks", {2896, 2896, 2896, 2896, 1, 5, 0});
  bomb("layers", {2048, 2048, 2048, 2048, 65535, 32, 4, 5});
  check_cheap("a size beside the header's", encapsulated(uid, codestream({60000, 60000, 60000, 60000}), 8, 8));

  const image::Source source = sample::source(64, 64, 16);
  for (const auto& [syntax, code] :
       {std::pair("1.2.840.10008.1.2.4.57", encode::jpeg_lossless(source, 1)),
        std::pair("1.2.840.10008.1.2.4.80", encode::jpeg_ls(source)),
        std::pair("1.2.840.10008.1.2.4.53",
                  encode::jpeg_lossy(sample::source(64, 64, 12), encode::JpegMode::spectral_selection, 90))}) {
    std::string larger = code;
    const std::size_t frame = larger.find(std::string("\0\x40\0\x40\x01", 5));
    REQUIRE(frame != std::string::npos);
    larger.replace(frame, 4, "\xFF\xFF\x07\xFF");
    check_cheap(std::string(syntax) + " of 65535 x 2047", encapsulated(syntax, larger, 65535, 2047));
    check_cheap(std::string(syntax) + " of another size", encapsulated(syntax, larger, 64, 64));
  }
  // A pass over the whole image for each of a few bytes.
  const auto mode = GENERATE(encode::JpegMode::progressive, encode::JpegMode::spectral_selection);
  image::Source flat = sample::source(1024, 1024, 8);
  std::fill(flat.samples.begin(), flat.samples.end(), 7);
  std::string scans = encode::jpeg_lossy(flat, mode, 90);
  const std::size_t last = scans.rfind("\xFF\xDA");
  const std::string scan = scans.substr(last, scans.size() - 2 - last);
  for (int i = 0; i < 20000; ++i) scans.insert(last, scan);
  check_cheap("JPEG of many scans", encapsulated("1.2.840.10008.1.2.4.55", scans, 1024, 1024, 8));
  std::string items;
  for (int i = 0; i < 1048578; ++i) items += sample::Bytes().head(0xFFFE, 0xE000, "", 0).str();
  sample::Bytes data;
  const std::string code = encode::jpeg_ls(sample::source(64, 64, 16));
  data.raw(items).head(0xFFFE, 0xE000, "", static_cast<std::uint32_t>(code.size())).raw(code);
  data.head(0xFFFE, 0xE0DD, "", 0);
  check_cheap("items without bytes", with_items("1.2.840.10008.1.2.4.80", data.str(), {64, 64, 16, 16, 15}));
  // Runs of 128 bytes in a few bytes, far more of them than the image has pixels.
  std::string runs = std::string("\1\0\0\0\x40\0\0\0", 8) + std::string(56, '\0');
  for (int i = 0; i < 2000000; ++i) runs += "\x81\x07";
  check_cheap("RLE runs, 65535 x 2047", encapsulated("1.2.840.10008.1.2.5", runs, 65535, 2047));
}
