// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/network.hpp"

#include <memory>

namespace torch::jit {
struct Module;
}

namespace cxrval::infer {

class TorchTail;

struct TorchNetwork {
  Network network;
  std::shared_ptr<const TorchTail> tail;  // what is to be done with the network's outputs; null: nothing
};

// The forward method of a frozen module for one image of `input`: what depends on shapes and constants alone, branches
// and numbers, is worked out. The first operator that a Network does not know, and whatever needs its result, is the
// tail, if a TorchTail takes all of it and convolutions stand before it. Throws NotANetwork (operators.hpp), which
// names that operator first.
TorchNetwork network_of(const torch::jit::Module& module, const Shape& input);

}  // namespace cxrval::infer
