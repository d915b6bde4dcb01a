// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/bundle.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
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
      : FakeModel(shape, std::vector<std::vector<std::int64_t>>{std::move(shape_of_one)}, std::move(rule)) {}
  FakeModel(BatchShape shape, std::vector<std::vector<std::int64_t>> shapes_of_one, Rule rule)
      : shape_(shape), shapes_of_one_(std::move(shapes_of_one)), rule_(std::move(rule)) {}

  // One tensor, or one for each of several shapes, among which an image's values are divided.
  std::vector<Tensor> run(const std::vector<float>& input) const override {
    ++batches;
    std::vector<Tensor> outputs;
    for (const std::vector<std::int64_t>& shape : shapes_of_one_) {
      outputs.push_back({shape, {}});
      outputs.back().shape.insert(outputs.back().shape.begin(), shape_.batch);
    }
    const std::size_t image = input.size() / static_cast<std::size_t>(shape_.batch);
    for (int i = 0; i < shape_.batch; ++i) {
      const std::vector<float> values = rule_(input.data() + static_cast<std::size_t>(i) * image);
      auto next = values.begin();
      for (std::size_t k = 0; k < outputs.size(); ++k) {
        std::int64_t count = 1;
        for (const std::int64_t length : shapes_of_one_[k]) count *= length;
        outputs[k].values.insert(outputs[k].values.end(), next, next + count);
        next += count;
      }
    }
    return outputs;
  }

  std::string engine() const override { return "fake"; }

  mutable std::atomic<int> batches{0};

 private:
  BatchShape shape_;
  std::vector<std::vector<std::int64_t>> shapes_of_one_;
  Rule rule_;
};

}  // namespace cxrval::infer
