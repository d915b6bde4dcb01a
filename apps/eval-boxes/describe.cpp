// SPDX-License-Identifier: Apache-2.0
#include "describe.hpp"

#include "base/number.hpp"
#include "stats/quantile.hpp"

#include <numeric>
#include <optional>
#include <set>
#include <vector>

namespace cxrval::eval_boxes {
namespace {

struct Shares {
  std::uint64_t boxes = 0;
  std::set<std::uint32_t> images;
  std::vector<double> percent;  // of the image, where its size is known
};

Shares shares_of(const std::vector<PlacedBox>& boxes, std::optional<std::uint32_t> number, const Material& material,
                 boxes::PixelRule pixels) {
  Shares shares;
  for (const PlacedBox& placed : boxes) {
    if ((number && placed.class_number != *number) || placed.crowd) continue;
    ++shares.boxes;
    shares.images.insert(placed.image);
    const auto& size = material.images.images()[placed.image].size;
    if (!size) continue;
    const boxes::Box edges = boxes::to_edges(placed.box, pixels);
    shares.percent.push_back(100 * boxes::area(boxes::clip(edges, {size->width, size->height})) /
                             (size->width * size->height));
  }
  return shares;
}

void write_shares(const std::string& group, const char* source, const Shares& shares, table::Writer& table) {
  std::vector<std::string> cells{group, source, std::to_string(shares.boxes), std::to_string(shares.images.size()),
                                 std::to_string(shares.percent.size())};
  const std::vector<double>& percent = shares.percent;
  const bool known = !percent.empty();
  const double sum = std::accumulate(percent.begin(), percent.end(), 0.0);
  cells.push_back(known ? base::format_real(sum / static_cast<double>(percent.size())) : "");
  for (const double p : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    cells.push_back(known ? base::format_real(stats::quantile_of_unsorted(percent, p)) : "");
  }
  table.write(cells);
}

}  // namespace

void write_description(const std::string& path, const Material& material, const Wanted& wanted, cli::Run& run) {
  std::vector<table::Column> columns{{"group"}, {"source"}};
  for (const char* name :
       {"boxes", "images", "area_known", "area_mean", "area_min", "area_q1", "area_median", "area_q3", "area_max"}) {
    columns.push_back({name, table::Kind::number});
  }
  table::Writer& table = run.create_table("describe", path, std::move(columns));
  const auto write = [&](const std::string& group, std::optional<std::uint32_t> number) {
    write_shares(group, "truth", shares_of(material.truth, number, material, wanted.match.pixels), table);
    write_shares(group, "detected", shares_of(material.found, number, material, wanted.match.pixels), table);
  };
  write("all", std::nullopt);
  for (const std::uint32_t number : material.classes.sorted()) write("class=" + material.classes[number], number);
}

}  // namespace cxrval::eval_boxes
