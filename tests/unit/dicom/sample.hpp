// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "dicom/image.hpp"
#include "dicom/write.hpp"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// Invented images and data sets for the tests of this folder.
namespace sample {

inline cxrval::image::Source source(int width, int height, int bits, bool is_signed = false, unsigned seed = 1) {
  std::mt19937 random(seed);
  cxrval::image::Source made;
  made.width = width;
  made.height = height;
  made.bits_stored = bits;
  made.is_signed = is_signed;
  const unsigned mask = (1U << bits) - 1;
  unsigned value = mask / 2;
  for (int i = 0; i < width * height; ++i) {
    value = i % 11 == 0 ? static_cast<unsigned>(random()) & mask : (value + static_cast<unsigned>(random()) % 5) & mask;
    const bool negative = is_signed && (value >> (bits - 1)) != 0;
    made.samples.push_back(static_cast<std::uint16_t>(negative ? value | ~mask : value));
  }
  return made;
}

inline cxrval::dicom::NewImage new_image(cxrval::image::Source pixels) {
  cxrval::dicom::NewImage image;
  image.patient_id = std::string("0012");
  image.patient_name = std::string("TEST^INVENTED");
  image.sex = std::string("F");
  image.birth_date = std::string("19710203");
  image.study_uid = std::string("2.25.11");
  image.series_uid = std::string("2.25.12");
  image.sop_uid = std::string("2.25.13");
  image.study_time = cxrval::base::parse_iso("2023-04-05T06:07:08");
  image.source = std::move(pixels);
  return image;
}

// Writes elements by hand, right or wrong.
class Bytes {
 public:
  explicit Bytes(bool explicit_vr = true, bool big_endian = false) : explicit_(explicit_vr), big_(big_endian) {}

  Bytes& raw(std::string_view bytes) {
    text_ += bytes;
    return *this;
  }
  Bytes& word(unsigned value) {
    const char low = static_cast<char>(value & 0xFF);
    const char high = static_cast<char>(value >> 8 & 0xFF);
    text_ += big_ ? std::string{high, low} : std::string{low, high};
    return *this;
  }
  Bytes& long_word(std::uint32_t value) {
    return big_ ? word(value >> 16).word(value & 0xFFFF) : word(value & 0xFFFF).word(value >> 16);
  }
  Bytes& head(unsigned group, unsigned element, std::string_view vr, std::uint32_t length) {
    word(group).word(element);
    if (!explicit_ || group == 0xFFFE) return long_word(length);
    raw(vr);
    const bool is_long = vr == "OB" || vr == "OW" || vr == "SQ" || vr == "UN" || vr == "UT";
    return is_long ? word(0).long_word(length) : word(length);
  }
  Bytes& text(unsigned group, unsigned element, std::string_view vr, std::string value, char pad = ' ') {
    if (value.size() % 2 != 0) value += pad;
    return head(group, element, vr, static_cast<std::uint32_t>(value.size())).raw(value);
  }
  Bytes& us(unsigned group, unsigned element, unsigned value) { return head(group, element, "US", 2).word(value); }

  const std::string& str() const { return text_; }

 private:
  bool explicit_;
  bool big_;
  std::string text_;
};

// Preamble, magic and a meta header that names the transfer syntax.
inline std::string file(const std::string& transfer_syntax, const std::string& data_set) {
  const std::string meta = Bytes().text(2, 0x10, "UI", transfer_syntax, '\0').str();
  return Bytes()
      .raw(std::string(128, '\0'))
      .raw("DICM")
      .head(2, 0, "UL", 4)
      .long_word(static_cast<std::uint32_t>(meta.size()))
      .raw(meta)
      .raw(data_set)
      .str();
}

inline constexpr const char* implicit_le = "1.2.840.10008.1.2";
inline constexpr const char* explicit_le = "1.2.840.10008.1.2.1";
inline constexpr const char* explicit_be = "1.2.840.10008.1.2.2";

// The elements every greyscale image needs, before its pixels.
struct Shape {
  int rows = 2;
  int columns = 2;
  int allocated = 16;
  int stored = 12;
  int high_bit = 11;
  bool is_signed = false;
  std::string photometric = "MONOCHROME2";
};
inline Bytes& put_shape(Bytes& bytes, const Shape& shape = {}) {
  return bytes.us(0x28, 0x02, 1)
      .text(0x28, 0x04, "CS", shape.photometric)
      .us(0x28, 0x10, static_cast<unsigned>(shape.rows))
      .us(0x28, 0x11, static_cast<unsigned>(shape.columns))
      .us(0x28, 0x100, static_cast<unsigned>(shape.allocated))
      .us(0x28, 0x101, static_cast<unsigned>(shape.stored))
      .us(0x28, 0x102, static_cast<unsigned>(shape.high_bit))
      .us(0x28, 0x103, shape.is_signed ? 1 : 0);
}

// The first frame of a file in memory.
inline cxrval::base::Result<cxrval::image::Source> first_frame(std::string_view bytes) {
  const auto file = cxrval::dicom::ImageFile::parse(bytes, "a.dcm");
  if (!file) return tl::unexpected(file.error());
  return file->frame(0);
}

// A file in a folder of its own that goes with it.
class TemporaryFile {
 public:
  TemporaryFile(const std::string& name, const std::string& bytes) {
    static int count = 0;
    folder_ = std::filesystem::temp_directory_path() /
              ("cxrval-dicom-test-" + std::to_string(std::random_device()()) + "-" + std::to_string(++count));
    std::filesystem::create_directory(folder_);
    const auto sink = cxrval::base::open_sink((folder_ / name).string());
    sink->write(bytes);
    sink->close();
    path_ = (folder_ / name).string();
  }
  ~TemporaryFile() { std::filesystem::remove_all(folder_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::filesystem::path folder_;
  std::string path_;
};

}  // namespace sample
