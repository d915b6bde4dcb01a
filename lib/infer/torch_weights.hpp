// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace torch::jit {
struct Module;
}

namespace cxrval::infer {

// Do weights hold what is no number? Looks for NaN in all tensors of the module, those that freezing put into its
// forward method too, and for infinities in its parameters (a constant mask may have them). The activations that are
// fused to convolutions make numbers of NaN, so such a model would give wrong probabilities, not rejects.
bool has_broken_weights(const torch::jit::Module& module);

}  // namespace cxrval::infer
