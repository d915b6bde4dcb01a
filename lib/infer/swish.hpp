// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace cxrval::infer {

// x / (1 + exp(-x)) to 1e-6 of it for |x| <= 87, beyond which it is x or 0 to float's eyes; what is no number stays
// none. `floats` is a multiple of `block`, 16 (AVX-512) or 8 (AVX2); `in` and `out` may be the same memory.
void swish(const float* in, std::size_t floats, int block, float* out);

}  // namespace cxrval::infer
