// SPDX-License-Identifier: Apache-2.0
#include "dicom/segment_groups.hpp"

#include "dicom/text.hpp"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace cxrval::dicom {
namespace {

constexpr std::uint32_t segment_sequence = tag(0x0062, 0x0002);
constexpr std::uint32_t segment_number = tag(0x0062, 0x0004);
constexpr std::uint32_t segment_label = tag(0x0062, 0x0005);
constexpr std::uint32_t segment_identification = tag(0x0062, 0x000A);
constexpr std::uint32_t referenced_segment = tag(0x0062, 0x000B);
constexpr std::uint32_t per_frame_groups = tag(0x5200, 0x9230);
constexpr std::uint32_t shared_groups = tag(0x5200, 0x9229);
constexpr std::uint32_t derivation_image = tag(0x0008, 0x9124);
constexpr std::uint32_t source_image = tag(0x0008, 0x2112);
constexpr std::uint32_t referenced_series = tag(0x0008, 0x1115);
constexpr std::uint32_t referenced_instance = tag(0x0008, 0x114A);
constexpr std::uint32_t referenced_uid = tag(0x0008, 0x1155);
constexpr std::uint32_t referenced_frame = tag(0x0008, 0x1160);
constexpr std::uint32_t character_set = tag(0x0008, 0x0005);

constexpr std::string_view no_segment = "a frame names no segment";
constexpr std::string_view no_image = "a frame names no image";
constexpr std::string_view several_images = "a frame names several images";
constexpr std::string_view bad_number = "segment number is missing or stands twice";
constexpr std::string_view bad_label = "segment label is missing or not in its character set";
constexpr std::string_view wrong_count = "number of frames is not that of the functional groups";

// The image and, of a multi-frame one, the frame.
using ImageName = std::pair<std::string, std::string>;

// Places of segments by their numbers.
using SegmentPlaces = std::unordered_map<std::uint16_t, std::size_t>;

// What all frames fall back on.
struct Common {
  std::optional<std::size_t> segment;
  std::vector<ImageName> images;
};

Outcome<std::vector<DataSet>> items(File& file, const DataSet& data, std::uint32_t sequence) {
  std::vector<DataSet> sets;
  const Element* element = data.find(sequence);
  if (element == nullptr) return sets;
  const Outcome<std::vector<Range>> ranges = items_of(*file.buffer, *element, data.encoding());
  if (!ranges) return tl::unexpected(ranges.error());
  const Encoding below = encoding_below(*element, data.encoding());
  for (const Range& range : *ranges) {
    Outcome<std::vector<Element>> elements = read_elements(*file.buffer, range, below, false);
    if (!elements) return tl::unexpected(elements.error());
    sets.emplace_back(*file.buffer, std::move(*elements), below);
  }
  return sets;
}

void add_image(const DataSet& item, std::vector<ImageName>& images) {
  ImageName name{std::string(item.trimmed(referenced_uid)), std::string(item.trimmed(referenced_frame))};
  if (name.first.empty() || images.size() > 1 || (images.size() == 1 && images.front() == name)) return;
  images.push_back(std::move(name));
}

// The referenced images of two nested sequences, of which it matters whether they are none, one or several: at most
// two.
Outcome<std::vector<ImageName>> images_in(File& file, const DataSet& data, std::uint32_t outer, std::uint32_t inner) {
  std::vector<ImageName> images;
  const auto groups = items(file, data, outer);
  if (!groups) return tl::unexpected(groups.error());
  for (const DataSet& group : *groups) {
    const auto references = items(file, group, inner);
    if (!references) return tl::unexpected(references.error());
    for (const DataSet& reference : *references) add_image(reference, images);
  }
  return images;
}

// Nothing where the group does not say.
Outcome<std::optional<std::size_t>> segment_in(File& file, const DataSet& group, const SegmentPlaces& places) {
  const auto identifications = items(file, group, segment_identification);
  if (!identifications) return tl::unexpected(identifications.error());
  if (identifications->empty()) return std::nullopt;
  const auto number = identifications->front().word(referenced_segment);
  if (identifications->size() != 1 || !number) return tl::unexpected(no_segment);
  const auto found = places.find(*number);
  if (found == places.end()) return tl::unexpected(no_segment);
  return found->second;
}

Outcome<Common> read_common(File& file, const SegmentPlaces& places) {
  Common common;
  auto referenced = images_in(file, file.data, referenced_series, referenced_instance);
  if (!referenced) return tl::unexpected(referenced.error());
  const auto shared = items(file, file.data, shared_groups);
  if (!shared) return tl::unexpected(shared.error());
  for (const DataSet& group : *shared) {
    const auto segment = segment_in(file, group, places);
    if (!segment) return tl::unexpected(segment.error());
    common.segment = *segment;
    auto images = images_in(file, group, derivation_image, source_image);
    if (!images) return tl::unexpected(images.error());
    common.images = std::move(*images);
  }
  if (common.images.empty() && referenced->size() == 1) common.images = std::move(*referenced);
  return common;
}

Outcome<SegmentFrame> frame_of(File& file, const DataSet& group, const SegmentPlaces& places, const Common& common) {
  auto segment = segment_in(file, group, places);
  if (!segment) return tl::unexpected(segment.error());
  if (!*segment) *segment = common.segment;
  if (!*segment) return tl::unexpected(no_segment);
  auto images = images_in(file, group, derivation_image, source_image);
  if (!images) return tl::unexpected(images.error());
  if (images->empty()) *images = common.images;
  if (images->empty()) return tl::unexpected(no_image);
  if (images->size() > 1) return tl::unexpected(several_images);
  return SegmentFrame{**segment, std::move(images->front().first), std::move(images->front().second)};
}

}  // namespace

Outcome<std::vector<Segment>> read_segments(File& file) {
  const auto found = items(file, file.data, segment_sequence);
  if (!found) return tl::unexpected(found.error());
  const std::string_view sets = file.data.trimmed(character_set);
  std::vector<Segment> segments;
  std::unordered_set<std::uint16_t> numbers;
  for (const DataSet& item : *found) {
    const auto number = item.word(segment_number);
    if (!number || !numbers.insert(*number).second) return tl::unexpected(bad_number);
    const auto label = to_utf8(item.trimmed(segment_label), sets);
    if (!label || label->empty()) return tl::unexpected(bad_label);
    segments.push_back({*number, *label});
  }
  return segments;
}

Outcome<std::vector<SegmentFrame>> read_frames(File& file, const std::vector<Segment>& segments, int frames) {
  const auto groups = items(file, file.data, per_frame_groups);
  if (!groups) return tl::unexpected(groups.error());
  if (groups->size() != static_cast<std::size_t>(frames)) return tl::unexpected(wrong_count);
  SegmentPlaces places;
  for (std::size_t i = 0; i < segments.size(); ++i) places.emplace(segments[i].number, i);
  const Outcome<Common> common = read_common(file, places);
  if (!common) return tl::unexpected(common.error());
  std::vector<SegmentFrame> read;
  for (const DataSet& group : *groups) {
    Outcome<SegmentFrame> frame = frame_of(file, group, places, *common);
    if (!frame) return tl::unexpected(frame.error());
    read.push_back(std::move(*frame));
  }
  return read;
}

}  // namespace cxrval::dicom
