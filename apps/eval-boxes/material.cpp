// SPDX-License-Identifier: Apache-2.0
#include "material.hpp"

namespace cxrval::eval_boxes {

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

}  // namespace cxrval::eval_boxes
