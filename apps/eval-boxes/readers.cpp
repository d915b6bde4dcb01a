// SPDX-License-Identifier: Apache-2.0
#include "readers.hpp"

#include "base/error.hpp"
#include "boxes/consensus.hpp"
#include "boxes/fusion.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <tuple>

namespace cxrval::eval_boxes {
namespace {

using Boxes = std::vector<boxes::Box>;

// What the readers of an image drew of one class, one list a reader; boxes as their edges.
std::vector<boxes::Box> united(const std::vector<Boxes>& readers, const Wanted& wanted) {
  Boxes truth;
  if (wanted.consensus == Consensus::majority) {
    for (const boxes::Agreed& lesion : boxes::agree(readers, wanted.consensus_iou)) {
      if (2 * lesion.readers > readers.size()) truth.push_back(lesion.box);
    }
    return truth;
  }
  std::vector<boxes::ModelDetections> models;
  for (const Boxes& reader : readers) {
    models.emplace_back();
    for (const boxes::Box& box : reader) models.back().detections.push_back({box, 0, 1});
  }
  for (const boxes::Detection& fused : boxes::fuse(models, {wanted.consensus_iou, 0})) truth.push_back(fused.box);
  return truth;
}

}  // namespace

void unite_readers(Material& material, const Wanted& wanted) {
  std::vector<std::vector<std::uint32_t>> readers_of(material.images.images().size());
  for (const Reading& reading : material.readings) readers_of[reading.image].push_back(reading.reader);
  const bool several = std::any_of(readers_of.begin(), readers_of.end(), [](const auto& of) { return of.size() > 1; });
  if (wanted.consensus == Consensus::none) {
    if (several) throw base::Error("images have several readers; say by --consensus how their boxes become one truth");
    return;
  }
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<Boxes>> drawn;  // by image and class
  for (const PlacedBox& box : material.truth) {
    const std::vector<std::uint32_t>& readers = readers_of[box.image];
    const auto reader = std::find(readers.begin(), readers.end(), box.reader) - readers.begin();
    std::vector<Boxes>& lists = drawn[{box.image, box.class_number}];
    lists.resize(std::max<std::size_t>(readers.size(), 1));
    lists[readers.empty() ? 0 : static_cast<std::size_t>(reader)].push_back(
        boxes::to_edges(box.box, wanted.match.pixels));
  }
  material.truth.clear();
  for (const auto& [where, lists] : drawn) {
    for (const boxes::Box& box : united(lists, wanted)) {
      const auto row = static_cast<std::uint32_t>(material.truth.size());
      const boxes::Box corners = boxes::from_edges(box, wanted.match.pixels);
      material.truth.push_back({where.first, where.second, 0, corners, 1, false, row});
    }
  }
}

}  // namespace cxrval::eval_boxes
