// SPDX-License-Identifier: Apache-2.0
#include "dicom/codestream.hpp"

namespace cxrval::dicom {
namespace {

constexpr std::string_view start_of_image("\xFF\xD8", 2);
constexpr std::string_view start_of_codestream("\xFF\x4F\xFF\x51", 4);
constexpr std::string_view jp2_signature("\0\0\0\x0CjP  \r\n\x87\n", 12);
constexpr unsigned start_of_scan = 0xDA;
constexpr unsigned jpeg_ls_frame = 0xF7;

// Big endian numbers of a codestream.
unsigned byte_at(std::string_view code, std::size_t at) {
  return static_cast<unsigned char>(code[at]);
}
int word_at(std::string_view code, std::size_t at) {
  return static_cast<int>(byte_at(code, at) << 8 | byte_at(code, at + 1));
}

// Frames of Huffman-coded JPEG (baseline, extended, progressive, lossless) or of JPEG-LS.
bool is_frame(unsigned marker) {
  return marker == jpeg_ls_frame || (marker >= 0xC0 && marker <= 0xC3);
}

// Tables, application data and comments, which have a length. DCMTK 3.6.7 can search for ever behind other markers.
bool may_precede_frame(unsigned marker) {
  constexpr unsigned huffman_tables = 0xC4;
  constexpr unsigned quantisation_tables = 0xDB;
  constexpr unsigned restart_interval = 0xDD;
  constexpr unsigned jpeg_ls_parameters = 0xF8;
  constexpr unsigned comment = 0xFE;
  return marker == huffman_tables || marker == quantisation_tables || marker == restart_interval ||
         marker == jpeg_ls_parameters || marker == comment || (marker >= 0xE0 && marker <= 0xEF);
}

// The next marker segment that `wanted` accepts, behind others that may precede it: where its marker stands.
template <class Wanted>
std::optional<std::size_t> find_segment(std::string_view code, std::size_t at, const Wanted& wanted) {
  while (at + 4 <= code.size() && byte_at(code, at) == 0xFF) {
    const unsigned marker = byte_at(code, at + 1);
    const int length = word_at(code, at + 2);
    if (length < 2) return std::nullopt;
    if (wanted(marker)) return at;
    if (!may_precede_frame(marker)) return std::nullopt;
    at += 2 + static_cast<std::size_t>(length);
  }
  return std::nullopt;
}

// NEAR stands behind the components of a scan header.
std::optional<int> near_of(std::string_view code, std::size_t at) {
  const auto scan = find_segment(code, at, [](unsigned marker) { return marker == start_of_scan; });
  if (!scan || *scan + 5 > code.size()) return std::nullopt;
  const std::size_t place = *scan + 5 + 2 * static_cast<std::size_t>(byte_at(code, *scan + 4));
  if (place >= code.size()) return std::nullopt;
  return static_cast<int>(byte_at(code, place));
}

}  // namespace

bool begins_codestream(std::string_view code) {
  return code.starts_with(start_of_image) || code.starts_with(start_of_codestream) || code.starts_with(jp2_signature);
}

bool ends_codestream(std::string_view code) {
  const std::size_t last = code.find_last_not_of('\0');
  return last != std::string_view::npos && code.substr(0, last + 1).ends_with("\xFF\xD9");
}

std::optional<JpegFrame> jpeg_frame(std::string_view code) {
  if (!code.starts_with(start_of_image)) return std::nullopt;
  const std::optional<std::size_t> found = find_segment(code, 2, is_frame);
  if (!found || *found + 10 > code.size()) return std::nullopt;
  const std::size_t at = *found;
  JpegFrame frame{byte_at(code, at + 1), static_cast<int>(byte_at(code, at + 4)), word_at(code, at + 5),
                  word_at(code, at + 7), static_cast<int>(byte_at(code, at + 9))};
  if (frame.marker != jpeg_ls_frame) return frame;
  const std::optional<int> near = near_of(code, at + 2 + static_cast<std::size_t>(word_at(code, at + 2)));
  if (!near) return std::nullopt;
  frame.near = *near;
  return frame;
}

std::optional<SyntaxInfo> syntax_of(std::string_view code) {
  if (code.starts_with(start_of_codestream) || code.starts_with(jp2_signature)) {
    return syntax_info("1.2.840.10008.1.2.4.90");
  }
  const std::optional<JpegFrame> frame = jpeg_frame(code);
  if (!frame) return std::nullopt;
  switch (frame->marker) {
    case 0xC0:
      return syntax_info("1.2.840.10008.1.2.4.50");
    case 0xC1:
      return syntax_info("1.2.840.10008.1.2.4.51");
    case 0xC2:
      return syntax_info("1.2.840.10008.1.2.4.55");
    case 0xC3:
      return syntax_info("1.2.840.10008.1.2.4.57");
    default:
      return syntax_info("1.2.840.10008.1.2.4.80");
  }
}

bool may_hold(std::string_view code, std::size_t pixels) {
  constexpr std::size_t always = 8388608;
  constexpr std::size_t most_pixels_per_byte = 1024;
  return pixels <= always || pixels / most_pixels_per_byte <= code.size();
}

bool has_few_scans(std::string_view code, std::size_t pixels) {
  constexpr std::size_t always = 16;
  constexpr std::size_t most_pixels = std::size_t{1} << 31;
  // Coded data has no such bytes; the few that tables or comments may have do no harm.
  constexpr std::string_view marker("\xFF\xDA", 2);
  std::size_t scans = 0;
  for (std::size_t at = code.find(marker); at != std::string_view::npos; at = code.find(marker, at + marker.size())) {
    ++scans;
  }
  return scans <= always || scans * pixels <= most_pixels;
}

}  // namespace cxrval::dicom
