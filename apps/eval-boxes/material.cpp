// SPDX-License-Identifier: Apache-2.0
#include "material.hpp"

#include "base/number.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

namespace cxrval::eval_boxes {
namespace {

// Numbers of the names, from 0, in the order of what they stand for.
std::vector<std::uint32_t> in_order(const std::vector<std::string>& names) {
  std::vector<std::uint32_t> order(names.size());
  std::iota(order.begin(), order.end(), 0U);
  std::vector<std::int64_t> values;
  for (const std::string& name : names) {
    const auto value = base::parse_integer<std::int64_t>(name);
    if (!value) break;
    values.push_back(*value);
  }
  const bool by_value = values.size() == names.size();
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (by_value && values[a] != values[b]) return values[a] < values[b];
    return names[a] < names[b];
  });
  return order;
}

}  // namespace

std::uint32_t Names::number(const std::string& name) {
  const auto [found, fresh] = numbers_.emplace(name, static_cast<std::uint32_t>(names_.size()));
  if (fresh) names_.push_back(&found->first);
  return found->second;
}

std::vector<std::uint32_t> Names::sorted() const {
  std::vector<std::uint32_t> order;
  for (const auto& [name, number] : numbers_) order.push_back(number);
  return order;
}

void Material::order_by_image(const std::vector<std::string>& names) {
  std::vector<std::uint32_t> rank(names.size());
  const std::vector<std::uint32_t> images_in_order = in_order(names);
  for (std::uint32_t i = 0; i < images_in_order.size(); ++i) rank[images_in_order[i]] = i;
  std::vector<PlacedBox*> boxes;
  for (PlacedBox& box : found) boxes.push_back(&box);
  std::sort(boxes.begin(), boxes.end(), [&](const PlacedBox* a, const PlacedBox* b) {
    return std::pair(rank[a->image], a->row) < std::pair(rank[b->image], b->row);
  });
  for (std::uint32_t i = 0; i < boxes.size(); ++i) boxes[i]->row = i;
}

std::vector<std::vector<std::uint32_t>> Material::readers_by_image() const {
  std::vector<std::vector<std::uint32_t>> of_image(images.images().size());
  for (const Reading& reading : readings) of_image[reading.image].push_back(reading.reader);
  return of_image;
}

}  // namespace cxrval::eval_boxes
