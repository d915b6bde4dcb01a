// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/network.hpp"

namespace torch::jit {
struct Module;
}

namespace cxrval::infer {

// The forward method of a frozen module for one image of `input`, as a Network: what depends on shapes and constants
// alone, branches and numbers, is worked out. Throws NotANetwork (operators.hpp).
Network network_of(const torch::jit::Module& module, const Shape& input);

}  // namespace cxrval::infer
