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

void warn_of_readings(const Material& material, cli::Run& run) {
  if (material.readings_listed || material.has_no_finding) return;
  std::size_t most = 0;
  const auto readers_of = material.readers_by_image();
  for (const auto& readers : readers_of) most = std::max(most, readers.size());
  if (most < 2) return;
  const auto fewer =
      std::count_if(readers_of.begin(), readers_of.end(), [&](const auto& readers) { return readers.size() < most; });
  if (fewer == 0) return;
  run.warn(
      std::to_string(fewer) + (fewer == 1 ? " image has" : " images have") + " fewer readers than the most, " +
      std::to_string(most) +
      ": a reader without a box on an image counts as not having read it; say who read which by --readings, or by rows "
      "of class No finding");
}

void unite_readers(Material& material, const Wanted& wanted) {
  const std::vector<std::vector<std::uint32_t>> readers_of = material.readers_by_image();
  const bool several = std::any_of(readers_of.begin(), readers_of.end(), [](const auto& of) { return of.size() > 1; });
  if (wanted.consensus == Consensus::none) {
    if (several) throw base::Error("images have several readers; say by --consensus how their boxes become one truth");
    return;
  }
  if (!several) throw base::Error("no image has two readers, of whom --consensus could make one truth");
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
