// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace cxrval::compare_models {

// Where a statistic stands: first each model's measures, then each pair's differences.
class Places {
 public:
  Places(std::size_t models, std::size_t measures) : models_(models), measures_(measures) {}

  std::size_t count() const { return measures_ * (models_ + models_ * (models_ - 1) / 2); }
  std::size_t of_model(std::size_t model, std::size_t measure) const { return model * measures_ + measure; }
  // Calls take(first, second, place of the first measure's difference).
  template <class Take>
  void for_each_pair(Take take) const {
    std::size_t place = models_ * measures_;
    for (std::size_t first = 0; first < models_; ++first) {
      for (std::size_t second = first + 1; second < models_; ++second, place += measures_) take(first, second, place);
    }
  }

 private:
  std::size_t models_;
  std::size_t measures_;
};

}  // namespace cxrval::compare_models
