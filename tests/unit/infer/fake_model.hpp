// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/bundle.hpp"

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace cxrval::infer {

// A model whose values for an image are a function of the image's pixels; it counts the batches it ran.
class FakeModel : public Model {
 public:
  using Rule = std::function<std::vector<float>(const float* first_pixel)>;

  FakeModel(BatchShape shape, std::vector<std::int64_t> shape_of_one, Rule rule)
      : shape_(shape), shape_of_one_(std::move(shape_of_one)), rule_(std::move(rule)) {}

  Tensor run(const std::vector<float>& input) const override {
    ++batches;
    Tensor output{shape_of_one_, {}};
    output.shape.insert(output.shape.begin(), shape_.batch);
    const std::size_t image = input.size() / static_cast<std::size_t>(shape_.batch);
    for (int i = 0; i < shape_.batch; ++i) {
      const std::vector<float> values = rule_(input.data() + static_cast<std::size_t>(i) * image);
      output.values.insert(output.values.end(), values.begin(), values.end());
    }
    return output;
  }

  std::string engine() const override { return "fake"; }

  mutable std::atomic<int> batches{0};

 private:
  BatchShape shape_;
  std::vector<std::int64_t> shape_of_one_;
  Rule rule_;
};

}  // namespace cxrval::infer
