// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cxrval::infer {

// The shape of every batch a model is run on: batch x channels x height x width.
struct BatchShape {
  int batch = 1;
  int channels = 1;
  int height = 0;
  int width = 0;
};

// Values with their shape, the last index running fastest.
struct Tensor {
  std::vector<std::int64_t> shape;
  std::vector<float> values;
};

// A network that is ready to run on batches of one fixed shape.
class Model {
 public:
  virtual ~Model() = default;

  // `input` holds a whole batch in the model's BatchShape. May be called from several threads at once.
  // Throws Error when the network fails. Gives all of the network's tensors in their order, those of lists and of lists
  // in lists one after the other; of a dict with keys boxes, labels and scores (torchvision's detection models) these
  // three in this order.
  virtual std::vector<Tensor> run(const std::vector<float>& input) const = 0;

  // What runs it, for the run record.
  virtual std::string engine() const = 0;
};

// Makes a model from the bytes of its weight file, whose name is for messages. Throws Error when it cannot.
using ModelLoader =
    std::function<std::unique_ptr<Model>(const std::string& bytes, const std::string& file, const BatchShape& shape)>;

}  // namespace cxrval::infer
