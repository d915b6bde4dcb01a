// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/model.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace c10 {
struct IValue;
}
namespace torch::jit {
struct Node;
}

namespace cxrval::infer {

// Operators that LibTorch runs on what a plan gives, for one image at a time: the end of a graph whose images and
// vectors (1 x channels x height x width, 1 x n) come from a Network. What follows them is worked out with zeros when
// it is added, so that ranks, sizes and shared memory are known. Nothing that a plan would be for, or that could give
// something else than LibTorch gives for the whole graph, is taken:
//  - convolutions, matrix products and recurrent layers;
//  - what writes over an image or a constant, or over what shares its memory;
//  - what goes over the first axis, or gives a tensor that does not have 1 there; what depends on chance or strides.
class TorchTail {
 public:
  using Place = std::size_t;  // of a value

  TorchTail();
  ~TorchTail();
  TorchTail(const TorchTail&) = delete;
  TorchTail& operator=(const TorchTail&) = delete;

  // The next of the images that run() is given.
  Place add_image(const std::vector<std::int64_t>& sizes);
  Place add_constant(const c10::IValue& constant);
  // The node's outputs. Throws NotANetwork (operators.hpp).
  std::vector<Place> add(const torch::jit::Node& node, const std::vector<Place>& inputs);
  // Ends the building. Throws NotANetwork unless every result is a tensor with 1 on its first axis.
  void finish(const std::vector<Place>& results);

  std::size_t operators() const;
  // The results, each 1 x ... . May be called from several threads at once; the calling thread's LibTorch must be set
  // to one thread. Throws what LibTorch throws, and std::runtime_error when a result has other sizes than for zeros.
  std::vector<Tensor> run(std::vector<std::vector<float>> images) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cxrval::infer
