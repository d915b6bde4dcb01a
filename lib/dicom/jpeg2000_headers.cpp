// SPDX-License-Identifier: Apache-2.0
#include "dicom/jpeg2000_headers.hpp"

#include "dicom/codestream.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace cxrval::dicom {
namespace {

constexpr std::int64_t most_rows = 65535;
constexpr std::int64_t most_tiles = 8192;
constexpr std::int64_t most_precincts = 65536;
constexpr std::int64_t most_code_blocks = 262144;
constexpr std::int64_t most_packets = 8388608;
constexpr std::size_t most_resolutions = 33;

constexpr std::int64_t start_of_codestream = 0xFF4F;
constexpr std::int64_t image_and_tile_size = 0xFF51;
constexpr std::int64_t coding_style = 0xFF52;
constexpr std::int64_t component_coding_style = 0xFF53;
constexpr std::int64_t start_of_tile_part = 0xFF90;
constexpr std::int64_t start_of_data = 0xFF93;
constexpr std::int64_t end_of_codestream = 0xFFD9;

// A big endian number, 0 where the text ends first.
std::int64_t number(std::string_view text, std::size_t at, std::size_t size) {
  if (at > text.size() || size > text.size() - at) return 0;
  std::int64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(text[at + i]);
  return value;
}

std::int64_t divided_up(std::int64_t value, std::int64_t by) {
  return (value + by - 1) / by;
}

struct Segment {
  std::int64_t marker = 0;
  std::string_view body;  // behind its length
  std::size_t end = 0;    // of the segment in the codestream
};

std::optional<Segment> segment_at(std::string_view code, std::size_t at) {
  const std::int64_t length = number(code, at + 2, 2);
  if (at > code.size() || code.size() - at < 4 || length < 2) return std::nullopt;
  const auto size = static_cast<std::size_t>(length);
  if (size > code.size() - at - 2) return std::nullopt;
  return Segment{number(code, at, 2), code.substr(at + 4, size - 2), at + 2 + size};
}

// Of one tile: how many there are, and how many its headers say (0: they do not say).
struct TileParts {
  std::int64_t seen = 0;
  std::int64_t told = 0;
};

class HeaderReader {
 public:
  explicit HeaderReader(std::string_view code) : code_(code) {}

  std::optional<Jpeg2000Header> read() {
    if (number(code_, 0, 2) != start_of_codestream) return std::nullopt;
    const std::optional<Segment> size = segment_at(code_, 2);
    if (!size || size->marker != image_and_tile_size || !read_size(size->body)) return std::nullopt;
    const std::optional<std::size_t> tile_parts = read_segments(size->end, start_of_tile_part);
    if (!tile_parts || !styled_ || !read_tile_parts(*tile_parts)) return std::nullopt;
    return header_;
  }

 private:
  bool read_size(std::string_view body) {
    const std::int64_t right = number(body, 2, 4);
    const std::int64_t bottom = number(body, 6, 4);
    const std::int64_t left = number(body, 10, 4);
    const std::int64_t top = number(body, 14, 4);
    tile_width_ = number(body, 18, 4);
    tile_height_ = number(body, 22, 4);
    const std::int64_t tile_left = number(body, 26, 4);
    const std::int64_t tile_top = number(body, 30, 4);
    header_.components = number(body, 34, 2);
    const std::int64_t depth = number(body, 36, 1);
    header_.width = right - left;
    header_.height = bottom - top;
    header_.precision = static_cast<int>(depth & 0x7F) + 1;
    header_.is_signed = (depth & 0x80) != 0;
    if (body.size() != 36 + 3 * static_cast<std::size_t>(header_.components)) return false;
    const auto is_size = [](std::int64_t size) { return size >= 1 && size <= most_rows; };
    if (header_.components < 1 || !is_size(header_.width) || !is_size(header_.height)) return false;
    if (tile_width_ < 1 || tile_height_ < 1) return false;
    if (number(body, 37, 1) != 1 || number(body, 38, 1) != 1 || tile_left > left || tile_top > top) return false;
    const std::int64_t across = divided_up(right - tile_left, tile_width_);
    const std::int64_t down = divided_up(bottom - tile_top, tile_height_);
    if (across > most_tiles || down > most_tiles || across * down > most_tiles) return false;
    tiles_ = across * down;
    tile_width_ = std::min(tile_width_, header_.width);
    tile_height_ = std::min(tile_height_, header_.height);
    return true;
  }

  // From `at` to the marker `last`, where it stands; main and tile-part headers may say how they are coded.
  std::optional<std::size_t> read_segments(std::size_t at, std::int64_t last) {
    while (number(code_, at, 2) != last) {
      const std::optional<Segment> segment = segment_at(code_, at);
      if (!segment || segment->marker < 0xFF50 || segment->marker == start_of_tile_part) return std::nullopt;
      if (segment->marker == coding_style) {
        layers_ = std::max(layers_, number(segment->body, 2, 2));
        styled_ = true;
        if (!read_style(segment->body, 0, 5)) return std::nullopt;
      }
      const std::size_t index_size = header_.components < 257 ? 1 : 2;
      if (segment->marker == component_coding_style && !read_style(segment->body, index_size, index_size + 1)) {
        return std::nullopt;
      }
      at = segment->end;
    }
    return at;
  }

  // Decomposition levels, code-block size, transformation and precinct sizes; what every tile would need of them.
  bool read_style(std::string_view body, std::size_t style_at, std::size_t at) {
    const auto levels = static_cast<std::size_t>(number(body, at, 1));
    const std::int64_t code_block_width = number(body, at + 1, 1) + 2;
    const std::int64_t code_block_height = number(body, at + 2, 1) + 2;
    const bool own_precincts = (number(body, style_at, 1) & 1) != 0;
    if (body.size() < at + 5 + (own_precincts ? levels + 1 : 0) || levels >= most_resolutions) return false;
    if (code_block_width > 10 || code_block_height > 10 || code_block_width + code_block_height > 12) return false;
    constexpr std::int64_t high_throughput = 0x40;
    header_.high_throughput = header_.high_throughput || (number(body, at + 3, 1) & high_throughput) != 0;
    header_.irreversible = header_.irreversible || number(body, at + 4, 1) == 0;
    std::int64_t precincts = 0;
    std::int64_t most_in_a_resolution = 0;
    for (std::size_t r = 0; r <= levels; ++r) {
      const std::int64_t sizes = own_precincts ? number(body, at + 5 + r, 1) : 0xFF;
      const std::int64_t here = cells(levels - r, sizes & 0x0F, sizes >> 4);
      most_in_a_resolution = std::max(most_in_a_resolution, here);
      precincts += here;
    }
    // Code-blocks are no larger than their precinct, whose half is a subband's.
    std::int64_t code_blocks = 0;
    for (std::size_t r = 0; r <= levels; ++r) {
      const std::int64_t sizes = own_precincts ? number(body, at + 5 + r, 1) : 0xFF;
      const std::int64_t halved = r == 0 ? 0 : 1;
      const std::int64_t width = std::clamp<std::int64_t>((sizes & 0x0F) - halved, 0, code_block_width);
      const std::int64_t height = std::clamp<std::int64_t>((sizes >> 4) - halved, 0, code_block_height);
      code_blocks += (r == 0 ? 1 : 3) * cells(levels - r + static_cast<std::size_t>(halved), width, height);
    }
    most_packets_of_a_tile_ =
        std::max(most_packets_of_a_tile_, most_in_a_resolution * static_cast<std::int64_t>(levels + 1));
    return precincts * tiles_ <= most_precincts && code_blocks * tiles_ <= most_code_blocks &&
           most_packets_of_a_tile_ * layers_ <= most_packets;
  }

  // Rectangles of 2^width by 2^height that a tile, halved `times` times, touches at most.
  std::int64_t cells(std::size_t times, std::int64_t width, std::int64_t height) const {
    const auto shift = static_cast<std::int64_t>(times);
    const auto along = [shift](std::int64_t size, std::int64_t cell) {
      return divided_up(divided_up(size, std::int64_t{1} << shift), std::int64_t{1} << cell) + (cell < 15 ? 1 : 0);
    };
    return along(tile_width_, width) * along(tile_height_, height);
  }

  bool read_tile_parts(std::size_t at) {
    tile_parts_.assign(static_cast<std::size_t>(tiles_), {});
    while (number(code_, at, 2) == start_of_tile_part) {
      const std::optional<Segment> segment = segment_at(code_, at);
      if (!segment || segment->body.size() != 8 || number(segment->body, 0, 2) >= tiles_) return false;
      const auto length = static_cast<std::size_t>(number(segment->body, 2, 4));
      const std::size_t end = length == 0 ? code_.size() : at + length;
      if (end > code_.size()) return false;
      const std::optional<std::size_t> data = read_segments(segment->end, start_of_data);
      if (!data || *data + 2 > end) return false;
      TileParts& parts = tile_parts_[static_cast<std::size_t>(number(segment->body, 0, 2))];
      ++parts.seen;
      parts.told = std::max(parts.told, number(segment->body, 7, 1));
      at = end;
      if (length == 0) return has_all_tile_parts() && ends_codestream(code_);
    }
    return has_all_tile_parts() && number(code_, at, 2) == end_of_codestream;
  }

  bool has_all_tile_parts() const {
    return std::all_of(tile_parts_.begin(), tile_parts_.end(),
                       [](const TileParts& parts) { return parts.seen > 0 && parts.seen >= parts.told; });
  }

  std::string_view code_;
  Jpeg2000Header header_;
  std::int64_t tile_width_ = 0;
  std::int64_t tile_height_ = 0;
  std::int64_t tiles_ = 0;
  std::int64_t layers_ = 1;
  std::int64_t most_packets_of_a_tile_ = 0;
  bool styled_ = false;
  std::vector<TileParts> tile_parts_;
};

}  // namespace

std::string_view codestream_in(std::string_view bytes) {
  std::size_t at = 0;
  if (bytes.size() < 12 || bytes.substr(4, 4) != "jP  ") return bytes;
  while (bytes.size() - at >= 8) {
    std::int64_t length = number(bytes, at, 4);
    std::size_t header = 8;
    if (length == 1) {
      length = number(bytes, at + 8, 8);
      header = 16;
    }
    const std::size_t rest = bytes.size() - at;
    const std::size_t size = length == 0 ? rest : static_cast<std::size_t>(length);
    if (length < 0 || size < header || size > rest) return {};
    if (bytes.substr(at + 4, 4) == "jp2c") return bytes.substr(at + header, size - header);
    at += size;
  }
  return {};
}

std::optional<Jpeg2000Header> read_jpeg2000_header(std::string_view codestream) {
  return HeaderReader(codestream).read();
}

}  // namespace cxrval::dicom
