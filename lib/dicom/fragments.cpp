// SPDX-License-Identifier: Apache-2.0
#include "dicom/fragments.hpp"

#include "dicom/codestream.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace cxrval::dicom {
namespace {

constexpr std::size_t item_header = 8;
constexpr std::size_t most_fragments = 131072;  // empty ones count
constexpr std::size_t most_coded_bytes = std::size_t{512} << 20;
constexpr std::string_view wrong_number = "number of frames is not what its header says";

std::uint32_t number_at(const char* at, std::size_t size, bool big_endian) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    value = value << 8 | static_cast<unsigned char>(at[big_endian ? i : size - 1 - i]);
  }
  return value;
}

Outcome<std::vector<std::uint64_t>> read_offsets(PixelBytes& bytes, const Fragment& item, bool big_endian) {
  if (item.length % 4 != 0 || item.length / 4 > most_fragments) return tl::unexpected(undecodable);
  std::string table(item.length, '\0');
  if (!bytes.read(item.begin, table.data(), table.size())) return tl::unexpected(too_short);
  std::vector<std::uint64_t> offsets;
  for (std::size_t i = 0; i < table.size(); i += 4) offsets.push_back(number_at(&table[i], 4, big_endian));
  return offsets;
}

// Which fragments stand at these offsets, counted from the first fragment's item tag; nothing when one hits none.
std::optional<std::vector<std::size_t>> fragments_at(const std::vector<Fragment>& fragments,
                                                     const std::vector<std::uint64_t>& offsets) {
  std::vector<std::size_t> found;
  std::size_t at = 0;
  for (const std::uint64_t offset : offsets) {
    while (at < fragments.size() && fragments[at].begin - fragments.front().begin < offset) ++at;
    if (at == fragments.size() || fragments[at].begin - fragments.front().begin != offset) return std::nullopt;
    if (!found.empty() && found.back() == at) return std::nullopt;
    found.push_back(at);
  }
  if (found.empty() || found.front() != 0) return std::nullopt;
  return found;
}

// Frames that begin with a codestream's first bytes, behind a fragment that ends with a codestream's last.
std::optional<std::vector<std::size_t>> codestream_starts(const std::vector<Fragment>& fragments, PixelBytes& bytes) {
  std::vector<std::size_t> found;
  bool ended = true;
  for (std::size_t i = 0; i < fragments.size(); ++i) {
    std::array<char, 12> first{};
    std::array<char, 8> last{};
    const std::size_t head = std::min(first.size(), fragments[i].length);
    const std::size_t tail = std::min(last.size(), fragments[i].length);
    if (!bytes.read(fragments[i].begin, first.data(), head)) return std::nullopt;
    if (!bytes.read(fragments[i].begin + fragments[i].length - tail, last.data(), tail)) return std::nullopt;
    if (ended && begins_codestream({first.data(), head})) found.push_back(i);
    ended = ends_codestream({last.data(), tail});
  }
  if (found.empty() || found.front() != 0) return std::nullopt;
  return found;
}

std::vector<std::size_t> one_each(std::size_t frames) {
  std::vector<std::size_t> first(frames);
  for (std::size_t i = 0; i < frames; ++i) first[i] = i;
  return first;
}

}  // namespace

Outcome<Encapsulated> read_items(PixelBytes& bytes, std::size_t begin, bool big_endian) {
  Encapsulated data;
  std::size_t at = begin;
  for (std::size_t items = 0;; ++items) {
    std::array<char, item_header> head{};
    if (!bytes.has(at + item_header) || !bytes.read(at, head.data(), head.size())) return tl::unexpected(too_short);
    const std::uint32_t group = number_at(&head[0], 2, big_endian);
    const std::uint32_t element = number_at(&head[2], 2, big_endian);
    const Fragment item{at + item_header, number_at(&head[4], 4, big_endian)};
    if (group == 0xFFFE && element == 0xE0DD) return data;
    if (group != 0xFFFE || element != 0xE000) return tl::unexpected(undecodable);
    at = item.begin + item.length;
    if (!bytes.has(at)) return tl::unexpected(too_short);
    if (items > most_fragments) return tl::unexpected(undecodable);
    if (items > 0) {
      if (item.length > 0) data.fragments.push_back(item);
      continue;
    }
    Outcome<std::vector<std::uint64_t>> offsets = read_offsets(bytes, item, big_endian);
    if (!offsets) return tl::unexpected(offsets.error());
    data.offsets = std::move(*offsets);
  }
}

Outcome<Frames> frames_of(const Encapsulated& data, const FrameTable& table, PixelBytes& bytes) {
  const auto wanted = static_cast<std::size_t>(table.frames);
  const bool extended = !table.extended_offsets.empty();
  const std::vector<std::uint64_t>& offsets = extended ? table.extended_offsets : data.offsets;
  const std::optional<std::vector<std::size_t>> named = fragments_at(data.fragments, offsets);
  Frames frames;
  if (wanted == 1) {
    if (offsets.size() > 1) return tl::unexpected(wrong_number);
    frames.first = {0};
  } else if (data.fragments.size() < wanted) {
    return tl::unexpected(wrong_number);
  } else if (data.fragments.size() == wanted) {
    frames.first = one_each(wanted);
    frames.wrong_offset_table = !offsets.empty() && named != frames.first;
  } else if (table.one_fragment_a_frame) {
    return tl::unexpected(wrong_number);
  } else if (named && named->size() == wanted) {
    frames.first = *named;
  } else {
    const std::optional<std::vector<std::size_t>> starts = codestream_starts(data.fragments, bytes);
    if (!starts || starts->size() != wanted) return tl::unexpected(wrong_number);
    frames.first = *starts;
    frames.wrong_offset_table = !offsets.empty();
  }
  frames.first.push_back(data.fragments.size());
  return frames;
}

Outcome<std::string> codestream_of(const Encapsulated& data, std::size_t first, std::size_t last, PixelBytes& bytes) {
  std::size_t size = 0;
  for (std::size_t i = first; i < last; ++i) size += data.fragments[i].length;
  if (size > most_coded_bytes) return tl::unexpected(undecodable);
  std::string code(size, '\0');
  std::size_t at = 0;
  for (std::size_t i = first; i < last; ++i) {
    const Fragment& fragment = data.fragments[i];
    if (!bytes.read(fragment.begin, code.data() + at, fragment.length)) return tl::unexpected(too_short);
    at += fragment.length;
  }
  return code;
}

}  // namespace cxrval::dicom
